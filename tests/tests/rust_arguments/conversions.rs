//! Conversions of the values that C passes. A value that cannot be converted is refused, and no reference is
//! formed from it. The "C library" is played by Rust.

use std::cmp::Ordering;
use std::ffi::{CStr, c_char, c_int, c_uint, c_void};
use std::ptr::{null, null_mut};

use callback_runtime::{Fault, FromC, IntoC, callback};
use callback_tests::{Drops, listen, message, panic_of, refused};

#[callback(extern "C", fallback = -1)]
type Look = dyn FnMut(&c_int) -> c_int;

#[callback(extern "C" fn(*mut c_int, context: *mut c_void) -> c_int, fallback = -1)]
type Change = dyn FnMut(&mut c_int) -> c_int;

#[callback(extern "C" fn(*const c_char, context: *mut c_void) -> c_int, fallback = -1)]
type Line = dyn FnMut(&CStr) -> c_int;

#[callback(extern "C" fn(*const c_char, *mut c_int, context: *mut c_void) -> c_int, fallback = -1)]
type Maybe = dyn FnMut(Option<&CStr>, Option<&mut c_int>) -> c_int;

#[callback(extern "C" fn(c_int, c_uint, context: *mut c_void) -> u8, fallback = 9)]
type Flags = dyn FnMut(bool, bool) -> bool;

#[callback(extern "C" fn(*const c_void, *mut c_void, context: *mut c_void) -> c_int, fallback = -9)]
type Compare<T> = dyn FnMut(&T, &T) -> Ordering;

#[callback(extern "C" fn(c_int, context: *mut c_void) -> *const c_int, fallback = null())]
type Choose<'a> = dyn FnMut(c_int) -> Option<&'a c_int>;

/// A level of the library. 9 makes the conversion panic.
struct Level(c_int);

impl FromC<c_int> for Level {
    unsafe fn from_c(raw: c_int) -> Option<Self> {
        assert!(raw != 9, "conversion of {raw}");
        (0..3).contains(&raw).then_some(Self(raw))
    }
}

impl IntoC<c_int> for Level {
    fn into_c(self) -> c_int {
        assert!(self.0 != 8, "conversion into {}", self.0);
        self.0 + 100
    }
}

#[callback(extern "C" fn(c_int, context: *mut c_void) -> c_int, fallback = -1)]
type Log = dyn FnMut(Level) -> Level;

#[test]
fn null_is_no_reference() {
    let ear = listen("Look");
    let (item, mut entered) = (4, 0);
    let look = Look::new(|item| {
        entered += 1;
        *item
    });
    let answers = refused(|got| {
        let passed = [&raw const item, null(), &raw const item];
        // SAFETY: null is what the test is about, and the parts are alive.
        look.scope(|f, user| *got = passed.map(|at| unsafe { f(at, user) }));
    });
    assert_eq!((answers, entered), ([4, -1, 4], 2));
    assert_eq!(ear.faults(), [Fault::InvalidArgument]);
}

#[test]
fn null_is_no_mutable_reference() {
    let ear = listen("Change");
    let mut item = 4;
    let at = &raw mut item;
    let change = Change::new(|item| {
        *item += 1;
        *item
    });
    let answers = refused(|got| {
        // SAFETY: null is what the test is about, and the parts are alive.
        change.scope(|f, user| *got = [at, null_mut()].map(|at| unsafe { f(at, user) }));
    });
    assert_eq!((answers, item), ([5, -1], 5));
    assert_eq!(ear.faults(), [Fault::InvalidArgument]);
}

#[test]
fn null_is_no_string() {
    let ear = listen("Line");
    let line = Line::new(|line| c_int::try_from(line.count_bytes()).unwrap());
    let answers = refused(|got| {
        // SAFETY: null is what the test is about, and the parts are alive.
        line.scope(|f, user| *got = [c"four".as_ptr(), null()].map(|at| unsafe { f(at, user) }));
    });
    assert_eq!(answers, [4, -1]);
    assert_eq!(ear.faults(), [Fault::InvalidArgument]);
}

#[test]
fn null_is_none_where_the_closure_says_so() {
    let ear = listen("Maybe");
    let mut item = 6;
    let at = &raw mut item;
    let answers = Maybe::new(|line, item| match (line, item) {
        (None, None) => 0,
        (Some(line), None) => c_int::try_from(line.count_bytes()).unwrap(),
        (None, Some(item)) => *item,
        (Some(_), Some(item)) => std::mem::replace(item, 60),
    })
    .scope(|f, user| {
        let line = c"four".as_ptr();
        // SAFETY: each pointer is null or good, and the parts are alive.
        [(null(), null_mut()), (line, null_mut()), (null(), at), (line, at)]
            .map(|(a, b)| unsafe { f(a, b, user) })
    });
    assert_eq!((answers, item), ([0, 4, 6, 6], 60));
    assert_eq!(ear.faults(), []);
}

#[test]
fn any_integer_but_0_is_true() {
    let mut seen = Vec::new();
    let answers = Flags::new(|a, b| {
        seen.push((a, b));
        a && b
    })
    .scope(|f, user| {
        // SAFETY: the parts are alive.
        [(0, 0), (2, 0), (-1, 256), (1, u32::MAX)].map(|(a, b)| unsafe { f(a, b, user) })
    });
    assert_eq!(seen, [(false, false), (true, false), (true, true), (true, true)]);
    assert_eq!(answers, [0, 0, 1, 1]);
}

#[test]
#[cfg_attr(miri, ignore = "Miri treats `bool` and `u8` as different in a call")]
fn a_bool_of_cs_is_true_whatever_its_byte() {
    #[callback(extern "C" fn(bool, context: *mut c_void) -> bool, fallback = false)]
    type Toggle = dyn FnMut(bool) -> bool;

    let mut seen = Vec::new();
    let answers = Toggle::new(|flag| {
        seen.push(u8::from(flag));
        !flag
    })
    .scope(|function, user| {
        // SAFETY: the trampoline takes any byte for a `bool`, so C may call it as this.
        let function = unsafe {
            std::mem::transmute::<
                unsafe extern "C" fn(bool, *mut c_void) -> bool,
                unsafe extern "C" fn(u8, *mut c_void) -> u8,
            >(function)
        };
        // SAFETY: the parts are alive.
        [0, 1, 2, 255].map(|byte| unsafe { function(byte, user) })
    });
    assert_eq!(seen, [0, 1, 1, 1]);
    assert_eq!(answers, [1, 0, 0, 0]);
}

#[test]
fn a_void_pointer_is_the_type_that_the_closure_names() {
    let answers = Compare::<(u8, u64)>::new(Ord::cmp).scope(|f, user| {
        let items: [(u8, u64); 3] = [(1, 0), (1, 5), (2, 0)];
        let at = |at: usize| (&raw const items[at]).cast();
        // SAFETY: the pointers are to items, and the parts are alive.
        [(0, 1), (1, 1), (2, 1)].map(|(a, b)| unsafe { f(at(a), at(b).cast_mut(), user) })
    });
    assert_eq!(answers, [-1, 0, 1]);
}

#[test]
fn a_void_pointer_that_is_null_is_refused() {
    let ear = listen("Compare");
    let compare = Compare::<c_int>::new(Ord::cmp);
    let item = 4;
    let got = refused(|got| {
        // SAFETY: null is what the test is about, and the parts are alive.
        compare.scope(|f, user| *got = unsafe { f((&raw const item).cast(), null_mut(), user) });
    });
    assert_eq!(got, -9);
    assert_eq!(ear.faults(), [Fault::InvalidArgument]);
}

#[test]
fn a_reference_becomes_a_pointer() {
    let items = [3, 4];
    let chosen = Choose::new(|at| items.get(usize::try_from(at).ok()?))
        // SAFETY: the parts are alive.
        .scope(|f, user| [0, 1, 2].map(|at| unsafe { f(at, user) }));
    assert_eq!(chosen, [&raw const items[0], &raw const items[1], null()]);
}

#[test]
fn a_conversion_of_the_users_may_refuse() {
    let ear = listen("Log");
    let mut entered = 0;
    let log = Log::new(|level| {
        entered += 1;
        level
    });
    let answers = refused(|got| {
        // SAFETY: the parts are alive.
        log.scope(|f, user| *got = [2, 3, 1].map(|level| unsafe { f(level, user) }));
    });
    assert_eq!((answers, entered), ([102, -1, 101], 2));
    assert_eq!(ear.faults(), [Fault::InvalidArgument]);
}

#[test]
fn a_conversion_of_the_users_may_panic() {
    let ear = listen("Log");
    let drops = Drops::new();
    for (passed, panics) in [(9, "conversion of 9"), (1, "conversion into 8")] {
        let (token, mut answer) = (drops.token(), 0);
        let log = Log::new(move |_| {
            token.touch();
            Level(8)
        });
        // SAFETY: the parts are alive.
        let payload = panic_of(|| log.scope(|f, user| answer = unsafe { f(passed, user) }));
        assert_eq!((message(&*payload), answer), (panics, -1));
    }
    assert_eq!(drops.count(), 2);
    assert_eq!(ear.faults(), [Fault::Panicked; 2]);
}

#[callback(extern "C", fallback = null())]
type Pick = dyn FnMut(&c_int) -> &c_int;

#[callback(extern "C", fallback = null_mut())]
type PickMut = dyn FnMut(&mut c_int) -> &mut c_int;

#[callback(extern "C", fallback = null_mut())]
type MaybeMut = dyn FnMut(&mut c_int) -> Option<&mut c_int>;

#[test]
fn a_reference_is_returned_as_the_pointer_that_it_was() {
    let mut item = 5;
    let place = &raw mut item;
    // SAFETY: C passes memory of its own, only during this call.
    let picked = Pick::new(|item| item).scope(|pick, user| unsafe { pick(place, user) });
    assert_eq!(picked, place.cast_const());
    // SAFETY: as above.
    let picked = PickMut::new(|item| item).scope(|pick, user| unsafe { pick(place, user) });
    assert_eq!(picked, place);
    for (is_there, expected) in [(true, place), (false, null_mut())] {
        let picked = MaybeMut::new(|item| is_there.then_some(item))
            // SAFETY: as above.
            .scope(|pick, user| unsafe { pick(place, user) });
        assert_eq!(picked, expected);
    }
}

#[callback(extern "C", fallback = null())]
type Name = dyn FnMut(c_int) -> &'static CStr;

#[callback(extern "C" fn(*const u8, context: *mut c_void) -> *const u8, fallback = null())]
type Same = dyn FnMut(Option<&CStr>) -> Option<&CStr>;

#[test]
fn a_string_is_returned_as_the_pointer_that_it_was() {
    let (one, many) = (c"one", c"many");
    // SAFETY: the parts are alive.
    let names = Name::new(|count| if count == 1 { one } else { many })
        .scope(|name, user| [1, 2].map(|count| unsafe { name(count, user) }));
    assert_eq!(names, [one.as_ptr(), many.as_ptr()]);
    for text in [one.as_ptr().cast(), null()] {
        // SAFETY: null, or a string that is alive.
        let returned = Same::new(|text| text).scope(|same, user| unsafe { same(text, user) });
        assert_eq!(returned, text);
    }
}

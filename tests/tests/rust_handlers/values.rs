//! The methods of one trait: conversions in both directions, keys, fallbacks, short forms.

use std::ffi::{CStr, c_char, c_int, c_uchar, c_void};
use std::mem::MaybeUninit;
use std::ptr;

use callback_runtime::{Fault, FromC, IntoC, callback};
use callback_tests::{Drops, Token, listen, message, panic_of};

use crate::declared::call;

/// `struct point`
#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(C)]
struct Point {
    x: f64,
    y: c_int,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Color {
    Red,
    Blue,
}

impl FromC<c_int> for Color {
    unsafe fn from_c(code: c_int) -> Option<Self> {
        [Self::Red, Self::Blue].get(usize::try_from(code).ok()?).copied()
    }
}

impl IntoC<c_int> for Color {
    fn into_c(self) -> c_int {
        self as c_int
    }
}

/// `int (*fill_fn)(char *buffer, size_t length, void *user)`
type FillFn = Option<unsafe extern "C" fn(*mut u8, usize, *mut c_void) -> c_int>;

#[callback(extern "C", fallback = -1)]
trait Many {
    // Short forms.
    fn nothing(&mut self);
    fn bytes(&mut self, bytes: &[u8], scale: c_int) -> c_int;
    fn text(&mut self, text: Option<&CStr>) -> c_int;
    #[callback(fallback = false)]
    fn flag(&mut self, flag: bool) -> bool;
    #[callback(fallback = Point { x: -1.0, y: -1 })]
    fn point(&mut self, point: Point, by: &Point) -> Point;
    // Prototypes.
    #[callback(fn(context: *mut c_void, c_int) -> c_int)]
    fn color(&mut self, color: Color) -> Color;
    #[callback(fn(*const c_uchar, c_int, _: c_int, context: *mut c_void))]
    fn parts(&mut self, parts: &[u8]);
    #[callback(fn(*mut u8, usize, context: *mut c_void) -> c_int, matches = FillFn)]
    fn fill(&mut self, buffer: &mut [MaybeUninit<u8>]) -> c_int;
    #[callback(extern "system" fn((*const c_char, c_int), context: *mut c_void) -> c_int)]
    fn both(&mut self, pair: Pair) -> c_int;
    #[callback(extern "C-unwind" fn(context: *mut c_void, _level: c_int) -> c_int, fallback = _level + 100)]
    fn level(&mut self) -> c_int;
    /// A default body, which calls another method.
    #[callback(fn(c_int, context: *mut c_void) -> c_int)]
    fn twice(&mut self, item: c_int) -> c_int {
        self.nothing();
        2 * item
    }
    #[cfg(any())]
    fn absent(&mut self, item: Absent) -> Absent;
    #[cfg(not(doc))]
    fn present(&mut self) -> c_int {
        9
    }
}

type Pair = (*const c_char, c_int);

struct Recorder {
    calls: Vec<String>,
    token: Token,
}

impl Many for Recorder {
    fn nothing(&mut self) {
        self.token.touch();
        self.calls.push(String::from("nothing"));
    }

    fn bytes(&mut self, bytes: &[u8], scale: c_int) -> c_int {
        bytes.iter().map(|&byte| c_int::from(byte)).sum::<c_int>() * scale
    }

    fn text(&mut self, text: Option<&CStr>) -> c_int {
        self.calls.push(format!("{text:?}"));
        text.map_or(-7, |text| text.count_bytes().try_into().unwrap())
    }

    fn flag(&mut self, flag: bool) -> bool {
        !flag
    }

    fn point(&mut self, point: Point, by: &Point) -> Point {
        Point { x: point.x + by.x, y: point.y + by.y }
    }

    fn color(&mut self, color: Color) -> Color {
        if color == Color::Red { Color::Blue } else { Color::Red }
    }

    fn parts(&mut self, parts: &[u8]) {
        self.calls.push(format!("{parts:?}"));
    }

    fn fill(&mut self, buffer: &mut [MaybeUninit<u8>]) -> c_int {
        buffer.fill(MaybeUninit::new(b'x'));
        buffer.len().try_into().unwrap()
    }

    fn both(&mut self, (text, item): Pair) -> c_int {
        c_int::from(text.is_null()) + item
    }

    fn level(&mut self) -> c_int {
        assert!(self.calls.is_empty(), "not the first");
        5
    }
}

/// A handler without a C library.
#[test]
fn the_trait_is_an_ordinary_one() {
    let drops = Drops::new();
    let mut recorder = Recorder { calls: Vec::new(), token: drops.token() };
    assert_eq!(recorder.twice(4), 8);
    assert_eq!(recorder.calls, ["nothing"]);
    let object: &mut dyn Many = &mut recorder;
    assert_eq!(object.present(), 9);
}

#[test]
fn values_go_in_both_directions() {
    let ear = listen("Many");
    let drops = Drops::new();
    let mut recorder = Recorder { calls: Vec::new(), token: drops.token() };
    Many::new(&mut recorder).scope(|functions, user| {
        assert_eq!(call!(functions.level(user, 1)), 5);
        call!(functions.nothing(user));
        assert_eq!(call!(functions.bytes([1, 2, 3].as_ptr(), 3, 10, user)), 60);
        assert_eq!(call!(functions.text(c"four".as_ptr(), user)), 4);
        assert_eq!(call!(functions.text(ptr::null(), user)), -7);
        assert!(call!(functions.flag(false, user)));
        let (one, two) = (Point { x: 0.5, y: 1 }, Point { x: 2.0, y: 2 });
        assert_eq!(call!(functions.point(one, &raw const two, user)), Point { x: 2.5, y: 3 });
        assert_eq!(call!(functions.color(user, 0)), 1);
        call!(functions.parts([7, 8].as_ptr(), 2, 99, user));
        let mut buffer = [0; 3];
        assert_eq!(call!(functions.fill(buffer.as_mut_ptr(), 3, user)), 3);
        assert_eq!(buffer, *b"xxx");
        assert_eq!(call!(functions.both(ptr::null(), 4, user)), 5);
        assert_eq!(call!(functions.twice(4, user)), 8);
        assert_eq!(call!(functions.present(user)), 9);
    });
    let expected = ["nothing", "Some(\"four\")", "None", "[7, 8]", "nothing"];
    assert_eq!(recorder.calls, expected);
    drop(recorder);
    assert_eq!((drops.count(), ear.named()), (1, vec![]));
}

#[test]
fn each_method_has_its_own_fallback() {
    let ear = listen("Many");
    let drops = Drops::new();
    let recorder = Recorder { calls: vec![String::new()], token: drops.token() };
    let payload = panic_of(|| {
        Many::new(recorder).scope(|functions, user| {
            assert_eq!(call!(functions.color(user, 5)), -1);
            assert_eq!(call!(functions.bytes(ptr::null(), 3, 10, user)), -1);
            // It panics, and the expression is over the arguments of the call.
            assert_eq!(call!(functions.level(user, 1)), 101);
            call!(functions.nothing(user));
            assert_eq!(call!(functions.text(c"".as_ptr(), user)), -1);
            assert!(!call!(functions.flag(false, user)));
            let point = Point { x: 0.0, y: 0 };
            assert_eq!(
                call!(functions.point(point, &raw const point, user)),
                Point { x: -1.0, y: -1 }
            );
            assert_eq!(call!(functions.both(ptr::null(), 4, user)), -1);
            assert_eq!(call!(functions.level(user, -1)), 99);
            assert_eq!(call!(functions.level(ptr::null_mut(), 2)), 102);
            assert_eq!(call!(functions.present(user)), -1);
        });
    });
    assert_eq!((message(&*payload), drops.count()), ("not the first", 1));
    let expected = [
        ("Many::color", Fault::InvalidArgument),
        ("Many::level", Fault::Panicked),
        ("Many::level", Fault::InvalidArgument),
    ];
    assert_eq!(ear.named(), expected);
}

//! C memory that becomes bytes, memory to write to, or an optional array; and pointers that are not null.

use std::ffi::{CStr, c_char, c_int, c_uchar, c_void};
use std::mem::MaybeUninit;
use std::ptr::{NonNull, null, null_mut};

use callback_runtime::{Fault, callback};
use callback_tests::{listen, refused};

#[callback(extern "C" fn(*const c_char, usize, context: *mut c_void) -> i64, fallback = -1)]
type Text = dyn FnMut(&[u8]) -> i64;
#[callback(extern "C" fn(c_int, *mut c_char, context: *mut c_void) -> c_int, fallback = -1)]
type Fill = dyn FnMut(&mut [MaybeUninit<u8>]) -> c_int;
#[callback(extern "C" fn(*mut c_void, usize, context: *mut c_void) -> c_int, fallback = -1)]
type Blank = dyn FnMut(&mut [MaybeUninit<u16>]) -> c_int;
#[callback(extern "C" fn((*mut c_char, usize), c_int, context: *mut c_void) -> c_int, fallback = -1)]
type Overwrite = dyn FnMut(&mut [u8], c_int) -> c_int;
#[callback(extern "C" fn(*const u32, usize, context: *mut c_void) -> i64, fallback = -1)]
type Maybe = dyn FnMut(Option<&[u32]>) -> i64;
#[callback(extern "C" fn(*mut i64, context: *mut c_void) -> c_int, fallback = -1)]
type Out = dyn FnMut(&mut MaybeUninit<i64>) -> c_int;
#[callback(extern "C" fn(*const c_uchar, *const c_uchar, context: *mut c_void) -> i64, fallback = -1)]
type Names = dyn FnMut(&CStr, Option<&CStr>) -> i64;
#[callback(extern "C" fn(*mut i32, *mut c_void, context: *mut c_void) -> c_int, fallback = -1)]
type Checked = dyn FnMut(NonNull<i32>, Option<NonNull<i32>>) -> c_int;
#[callback(extern "C" fn(NonNull<i32>, context: NonNull<c_void>) -> c_int, fallback = -1)]
type Promised = dyn FnMut(NonNull<i32>) -> c_int;
#[callback(extern "C" fn(NonNull<i32>, NonNull<u64>, context: *mut c_void) -> c_int, fallback = -1)]
type Borrowed = dyn FnMut(&i32, &mut u64) -> c_int;
#[callback(extern "C" fn(*mut T, context: *mut c_void) -> c_int, fallback = -1)]
type Generic<T> = dyn Fn(NonNull<T>) -> c_int + Send + Sync;

fn length<T>(slice: &[T]) -> i64 {
    slice.len().try_into().unwrap()
}

#[test]
fn characters_are_bytes() {
    let ear = listen("Text");
    let mut seen = Vec::new();
    let text = Text::new(|bytes| {
        seen.push(bytes.to_vec());
        length(bytes)
    });
    let lengths = text.scope(|f, user| {
        // SAFETY: the length is that of the text.
        let some = unsafe { f(c"ab\xff".as_ptr(), 3, user) };
        // SAFETY: an array without elements may be null.
        (some, unsafe { f(null(), 0, user) })
    });
    assert_eq!(lengths, (3, 0));
    assert_eq!(seen, [b"ab\xff".to_vec(), vec![]]);
    assert_eq!(ear.faults(), []);
}

#[test]
fn memory_is_filled_that_nobody_has_initialized() {
    let mut memory = [MaybeUninit::<c_char>::uninit(); 4];
    let fill = Fill::new(|memory| {
        memory[..3].copy_from_slice(&b"ok\0".map(MaybeUninit::new));
        3
    });
    // SAFETY: there is memory for four characters, which nobody else touches.
    assert_eq!(fill.scope(|f, user| unsafe { f(4, memory.as_mut_ptr().cast(), user) }), 3);
    // SAFETY: the callback has written a string there.
    assert_eq!(unsafe { CStr::from_ptr(memory.as_ptr().cast()) }, c"ok");

    let mut memory = [MaybeUninit::<u16>::uninit(); 2];
    let blank = Blank::new(|memory| {
        for word in memory.iter_mut() {
            word.write(7);
        }
        memory.len().try_into().unwrap()
    });
    // SAFETY: there is memory for two numbers, which nobody else touches.
    assert_eq!(blank.scope(|f, user| unsafe { f(memory.as_mut_ptr().cast(), 2, user) }), 2);
    // SAFETY: the callback has written both.
    assert_eq!(memory.map(|word| unsafe { word.assume_init() }), [7, 7]);
}

#[test]
fn characters_are_overwritten_as_bytes() {
    let mut text = *b"abc";
    let overwrite = Overwrite::new(|bytes, by| {
        bytes.fill(u8::try_from(by).unwrap());
        0
    });
    // SAFETY: the length is that of the text, which nobody else touches.
    let result = overwrite.scope(|f, user| unsafe { f(text.as_mut_ptr().cast(), 3, 120, user) });
    assert_eq!((result, &text), (0, b"xxx"));
}

#[test]
fn null_is_no_array_whatever_the_length() {
    let ear = listen("Maybe");
    let maybe = Maybe::new(|items| items.map_or(-2, length));
    let items = [1, 2];
    let results = maybe.scope(|f, user| {
        // SAFETY: the array has two elements.
        let some = unsafe { f(items.as_ptr(), 2, user) };
        // SAFETY: what is null has no elements, whatever the length.
        (some, unsafe { f(null(), 5, user) })
    });
    assert_eq!(results, (2, -2));
    assert_eq!(ear.faults(), []);
    let got = refused(|got| {
        // SAFETY: what is passed is what the test is about, and the parts are alive.
        Maybe::new(|_| 0).scope(|f, user| *got = unsafe { f(items.as_ptr(), usize::MAX, user) });
    });
    assert_eq!(got, -1);
    assert_eq!(ear.faults(), [Fault::InvalidArgument]);
}

#[test]
fn a_result_is_written_to_where_c_wants_it() {
    let ear = listen("Out");
    let mut result = MaybeUninit::uninit();
    let out = Out::new(|out| {
        out.write(5);
        0
    });
    // SAFETY: there is memory for the result, which nobody else touches.
    assert_eq!(out.scope(|f, user| unsafe { f(result.as_mut_ptr(), user) }), 0);
    // SAFETY: the callback has written it.
    assert_eq!(unsafe { result.assume_init() }, 5);
    let got = refused(|got| {
        // SAFETY: null is refused.
        Out::new(|_| 0).scope(|f, user| *got = unsafe { f(null_mut(), user) });
    });
    assert_eq!((got, ear.faults()), (-1, vec![Fault::InvalidArgument]));
}

#[test]
fn unsigned_characters_are_a_string() {
    let names = Names::new(|one, other| {
        length(one.to_bytes()) * 10 + other.map_or(9, |other| length(other.to_bytes()))
    });
    let name: *const c_uchar = c"four".as_ptr().cast();
    // SAFETY: both are strings, or null.
    let results =
        names.scope(|f, user| [name, null()].map(|other| unsafe { f(name, other, user) }));
    assert_eq!(results, [44, 49]);
}

#[test]
fn null_is_no_non_null_pointer() {
    let ear = listen("Checked");
    let mut number = 3;
    let number = &raw mut number;
    let checked = |f: NonNull<i32>, other: Option<NonNull<i32>>| {
        assert_eq!(f.as_ptr(), number);
        c_int::from(other.is_some())
    };
    let results = Checked::new(checked).scope(|f, user| {
        // SAFETY: both pointers are valid, or null.
        [number.cast(), null_mut()].map(|other| unsafe { f(number, other, user) })
    });
    assert_eq!(results, [1, 0]);
    assert_eq!(ear.faults(), []);
    let got = refused(|got| {
        // SAFETY: null is refused.
        Checked::new(checked).scope(|f, user| *got = unsafe { f(null_mut(), null_mut(), user) });
    });
    assert_eq!((got, ear.faults()), (-1, vec![Fault::InvalidArgument]));
    // SAFETY: the pointer is valid.
    let read = Generic::new(|number: NonNull<i32>| unsafe { number.read() });
    // SAFETY: as above.
    assert_eq!(read.scope(|f, user| unsafe { f(number, user) }), 3);
}

#[test]
fn what_c_promises_is_part_of_the_type() {
    let mut number = 3;
    let number = NonNull::from(&mut number);
    // SAFETY: the pointer is valid.
    let promised = Promised::new(|number| unsafe { number.read() });
    // SAFETY: as above, with the callback's own context.
    assert_eq!(promised.scope(|f, user: NonNull<c_void>| unsafe { f(number, user) }), 3);
    let registered =
        Promised::new(|_| 4).register::<_, ()>(|_, _| Ok(()), |_, _, ()| Ok(())).unwrap();
    let (function, user) = (registered.function(), registered.context());
    // SAFETY: the callback is registered, with this context.
    assert_eq!(unsafe { function(number, user) }, 4);
    drop(registered);
    // SAFETY: a late call is refused.
    assert_eq!(unsafe { function(number, user) }, -1);
}

#[test]
fn what_c_promises_becomes_a_reference() {
    let (mut read, mut written) = (3, 4);
    let sum = Borrowed::new(|read, written| {
        *written += 1;
        *read
    })
    // SAFETY: both pointers are valid, and the parts are alive.
    .scope(|f, user| unsafe { f(NonNull::from(&mut read), NonNull::from(&mut written), user) });
    assert_eq!((sum, written), (3, 5));
}

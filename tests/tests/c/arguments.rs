//! Arguments as C passes them: see `csrc/arguments.c`.

use std::ffi::{CStr, c_int, c_long, c_uchar, c_void};

use callback_runtime::{Fault, RawContext, RawFn, callback};
use callback_tests::{listen, refused};

// typedef long (*text_fn)(const char *text, void *user);
#[callback(extern "C", fallback = -1)]
type Text = dyn FnMut(&CStr) -> c_long;

#[callback(extern "C", fallback = -1)]
type MaybeText = dyn FnMut(Option<&CStr>) -> c_long;

// typedef long (*array_fn)(const int *items, int count, void *user);
#[callback(extern "C" fn(*const c_int, c_int, context: *mut c_void) -> c_long, fallback = -1)]
type Array = dyn FnMut(&[c_int]) -> c_long;

// typedef long (*buffer_fn)(unsigned char *bytes, size_t count, void *user);
#[callback(extern "C", fallback = -1)]
type Buffer = dyn FnMut(&mut [u8]) -> c_long;

// typedef bool (*flag_fn)(bool flag, void *user), whose caller puts any byte there.
#[callback(extern "C", fallback = false)]
type Flag = dyn FnMut(bool) -> bool;

unsafe extern "C" {
    fn pass_text(text: *const std::ffi::c_char, f: RawFn<Text>, user: RawContext<Text>) -> c_long;
    fn pass_null_text(f: RawFn<Text>, user: RawContext<Text>) -> c_long;
    fn pass_array(count: c_int, f: RawFn<Array>, user: RawContext<Array>) -> c_long;
    fn pass_null_array(count: c_int, f: RawFn<Array>, user: RawContext<Array>) -> c_long;
    fn pass_buffer(f: RawFn<Buffer>, user: RawContext<Buffer>) -> c_long;
    fn pass_huge_buffer(f: RawFn<Buffer>, user: RawContext<Buffer>) -> c_long;
    fn pass_flag(flag: c_uchar, f: RawFn<Flag>, user: RawContext<Flag>) -> c_uchar;
}

#[test]
fn a_string() {
    let length = Text::new(|text| c_long::try_from(text.count_bytes()).unwrap())
        // SAFETY: `pass_text` calls only during this call.
        .scope(|text, user| unsafe { pass_text(c"seven".as_ptr(), text, user) });
    assert_eq!(length, 5);
}

#[test]
fn a_null_string() {
    let ear = listen("Text");
    // SAFETY: `pass_null_text` calls only during this call.
    let call = |text, user| unsafe { pass_null_text(text, user) };
    assert_eq!(refused(|got| Text::new(|_| 1).scope(|f, user| *got = call(f, user))), -1);
    let answer = MaybeText::new(|text| text.map_or(2, |_| 1)).scope(call);
    assert_eq!(answer, 2);
    assert_eq!(ear.faults(), [Fault::InvalidArgument]);
}

#[test]
fn an_array_and_its_length() {
    let sums = Array::new(|items| items.iter().map(|&item| c_long::from(item)).sum())
        // SAFETY: `pass_array` calls while it runs, and has 4 items.
        .scope(|f, user| [0, 1, 4].map(|count| unsafe { pass_array(count, f, user) }));
    assert_eq!(sums, [0, 1, 10]);
}

#[test]
fn a_negative_length() {
    let ear = listen("Array");
    let mut entered = false;
    let array = Array::new(|_| {
        entered = true;
        0
    });
    let got = refused(|got| {
        // SAFETY: `pass_array` calls only during this call.
        array.scope(|f, user| *got = unsafe { pass_array(-1, f, user) });
    });
    assert_eq!((got, entered), (-1, false));
    assert_eq!(ear.faults(), [Fault::InvalidArgument]);
}

#[test]
fn a_null_array() {
    let ear = listen("Array");
    let empty = Array::new(|items| c_long::try_from(items.len()).unwrap())
        // SAFETY: `pass_null_array` calls only during this call.
        .scope(|f, user| unsafe { pass_null_array(0, f, user) });
    assert_eq!(empty, 0);
    let got = refused(|got| {
        // SAFETY: `pass_null_array` calls only during this call.
        Array::new(|_| 0).scope(|f, user| *got = unsafe { pass_null_array(4, f, user) });
    });
    assert_eq!(got, -1);
    assert_eq!(ear.faults(), [Fault::InvalidArgument]);
}

#[test]
fn a_buffer_to_write_into() {
    let sum = Buffer::new(|bytes| {
        bytes.fill(3);
        c_long::try_from(bytes.len()).unwrap()
    })
    // SAFETY: `pass_buffer` calls only during this call.
    .scope(|f, user| unsafe { pass_buffer(f, user) });
    assert_eq!(sum, 24);
}

#[test]
fn a_buffer_longer_than_the_memory() {
    let ear = listen("Buffer");
    let got = refused(|got| {
        // SAFETY: `pass_huge_buffer` calls only during this call.
        Buffer::new(|_| 0).scope(|f, user| *got = unsafe { pass_huge_buffer(f, user) });
    });
    assert_eq!(got, -1);
    assert_eq!(ear.faults(), [Fault::InvalidArgument]);
}

#[test]
fn a_flag_of_any_byte() {
    let mut seen = Vec::new();
    let answers = Flag::new(|flag| {
        seen.push(u8::from(flag));
        !flag
    })
    // SAFETY: `pass_flag` calls only during this call.
    .scope(|f, user| [0, 1, 2, 128].map(|byte| unsafe { pass_flag(byte, f, user) }));
    assert_eq!((seen, answers), (vec![0, 1, 1, 1], [1, 0, 0, 0]));
}

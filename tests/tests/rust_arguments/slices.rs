//! A pointer and a length that become a slice, or are refused. The "C library" is played by Rust.

use std::ffi::{c_int, c_void};
use std::ptr::{dangling, null, null_mut};

use callback_runtime::{Fault, callback};
use callback_tests::{listen, refused};

#[callback(extern "C" fn(*const u16, c_int, context: *mut c_void) -> i64, fallback = -1)]
type Words = dyn FnMut(&[u16]) -> i64;

#[callback(extern "C" fn(*mut c_void, usize, context: *mut c_void) -> i64, fallback = -1)]
type Read = dyn FnMut(&mut [u8]) -> i64;

#[test]
fn a_slice_has_the_length_that_c_passed() {
    let ear = listen("Words");
    let words = [1, 2, 3];
    let sums = Words::new(|words| words.iter().map(|&word| i64::from(word)).sum())
        // SAFETY: the lengths are true, and the parts are alive.
        .scope(|f, user| [0, 1, 3].map(|length| unsafe { f(words.as_ptr(), length, user) }));
    assert_eq!(sums, [0, 1, 6]);
    assert_eq!(ear.faults(), []);
}

#[test]
fn null_and_no_elements_is_the_empty_slice() {
    let ear = listen("Words");
    let length = Words::new(|words| i64::try_from(words.len()).unwrap())
        // SAFETY: an array of no elements may be null, and the parts are alive.
        .scope(|f, user| unsafe { f(null(), 0, user) });
    assert_eq!(length, 0);
    let length = Read::new(|bytes| i64::try_from(bytes.len()).unwrap())
        // SAFETY: as above.
        .scope(|f, user| unsafe { f(null_mut(), 0, user) });
    assert_eq!(length, 0);
    assert_eq!(ear.faults(), []);
}

#[test]
fn null_with_elements_is_no_slice() {
    let ear = listen("Words");
    let mut entered = false;
    let words = Words::new(|words| {
        entered = true;
        words.len().try_into().unwrap()
    });
    let got = refused(|got| {
        // SAFETY: what is passed is what the test is about, and the parts are alive.
        words.scope(|f, user| *got = unsafe { f(null(), 1, user) });
    });
    assert_eq!(got, -1);
    assert!(!entered);
    assert_eq!(ear.faults(), [Fault::InvalidArgument]);
}

#[test]
fn a_negative_length_is_no_length() {
    let ear = listen("Words");
    let mut entered = false;
    let words = Words::new(|words| {
        entered = true;
        words.len().try_into().unwrap()
    });
    let got = refused(|got| {
        // SAFETY: what is passed is what the test is about, and the parts are alive.
        words.scope(|f, user| *got = unsafe { f(dangling(), -1, user) });
    });
    assert_eq!(got, -1);
    assert!(!entered);
    assert_eq!(ear.faults(), [Fault::InvalidArgument]);
}

#[callback(extern "C" fn(*const T, c_int, context: *mut c_void) -> i64, fallback = -1)]
type Items<T> = dyn FnMut(&[T]) -> i64;

#[test]
fn a_negative_length_of_items_without_a_size_is_no_length() {
    let ear = listen("Items");
    let mut entered = false;
    let items = Items::<()>::new(|items| {
        entered = true;
        items.len().try_into().unwrap()
    });
    let got = refused(|got| {
        // SAFETY: what is passed is what the test is about, and the parts are alive.
        items.scope(|f, user| *got = unsafe { f(dangling(), -1, user) });
    });
    assert_eq!(got, -1);
    assert!(!entered);
    assert_eq!(ear.faults(), [Fault::InvalidArgument]);
}

#[test]
fn a_length_that_no_array_can_have_is_refused() {
    let ear = listen("Read");
    let mut byte = 0_u8;
    let at = (&raw mut byte).cast();
    let too_long = usize::MAX / 2 + 1;
    let mut entered = false;
    let read = Read::new(|_| {
        entered = true;
        0
    });
    let got = refused(|got| {
        // SAFETY: what is passed is what the test is about, and the parts are alive.
        read.scope(|f, user| *got = unsafe { f(at, too_long, user) });
    });
    assert_eq!(got, -1);
    assert!(!entered);
    assert_eq!(ear.faults(), [Fault::InvalidArgument]);
}

#[callback(extern "C" fn(*const u64, usize, context: *mut c_void) -> i64, fallback = -1)]
type Longs = dyn FnMut(&[u64]) -> i64;

#[test]
fn a_length_whose_size_in_bytes_overflows_is_refused() {
    let ear = listen("Longs");
    for length in [usize::MAX, usize::MAX / 8 + 1, usize::MAX / 16 + 1] {
        let mut entered = false;
        let longs = Longs::new(|_| {
            entered = true;
            0
        });
        let got = refused(|got| {
            // SAFETY: what is passed is what the test is about, and the parts are alive.
            longs.scope(|f, user| *got = unsafe { f(dangling(), length, user) });
        });
        assert_eq!(got, -1);
        assert!(!entered);
    }
    assert_eq!(ear.faults(), [Fault::InvalidArgument; 3]);
}

#[test]
fn a_mutable_slice_is_written_through_a_void_pointer() {
    let mut buffer = [0_u8; 4];
    let at = (&raw mut buffer).cast();
    let read = Read::new(|bytes| {
        bytes.fill(7);
        bytes.len().try_into().unwrap()
    })
    // SAFETY: three of the four bytes are there, and the parts are alive.
    .scope(|f, user| unsafe { f(at, 3, user) });
    assert_eq!((read, buffer), (3, [7, 7, 7, 0]));
}

// int (*compare)(void *user, int, const void *, int, const void *), as in SQLite's collations
#[callback(
    extern "C" fn(context: *mut c_void, c_int, *const c_void, c_int, *const c_void) -> c_int,
    fallback = 0,
)]
type Collate = dyn FnMut(&[u8], &[u8]) -> std::cmp::Ordering;

#[test]
fn the_length_may_come_before_the_pointer() {
    let ear = listen("Collate");
    let collate = Collate::new(Ord::cmp);
    let [left, right] = [b"ten", b"two"].map(|text| text.as_ptr().cast());
    let orders = collate.scope(|f, user| {
        // SAFETY: the lengths are true, and the parts are alive.
        [(3, 3), (1, 1), (2, 0)].map(|(l, r)| unsafe { f(user, l, left, r, right) })
    });
    assert_eq!(orders, [-1, 0, 1]);
    assert_eq!(ear.faults(), []);
}

// The short form has a length after each pointer, so other integers next to a slice leave no doubt.
#[callback(extern "C", fallback = -1)]
type Between = dyn FnMut(c_int, &[u8], usize, &[u16], c_int) -> c_int;

// int (*write)(int file, const void *data, size_t size, int flags, void *user)
#[callback(extern "C" fn(c_int, (*const c_void, usize), c_int, context: *mut c_void) -> c_int, fallback = -1)]
type WriteTo = dyn FnMut(c_int, &[u8], c_int) -> c_int;

#[test]
fn the_short_form_has_integers_next_to_a_slice() {
    let ear = listen("Between");
    let sum = Between::new(|before, bytes, between, units, after| {
        assert_eq!((before, bytes, between, units, after), (1, &[2, 3][..], 4, &[5][..], 6));
        7
    })
    // SAFETY: the lengths are true, and the parts are alive.
    .scope(|f, user| unsafe { f(1, [2, 3].as_ptr(), 2, 4, [5].as_ptr(), 1, 6, user) });
    assert_eq!((sum, ear.faults()), (7, vec![]));
}

#[test]
fn parentheses_take_the_length_from_several_integers() {
    let ear = listen("WriteTo");
    let sum = WriteTo::new(|file, data, flags| file + c_int::from(data[1]) + flags)
        // SAFETY: the length is true, and the parts are alive.
        .scope(|f, user| unsafe { f(100, [1_u8, 2].as_ptr().cast(), 2, 40, user) });
    assert_eq!((sum, ear.faults()), (142, vec![]));
}

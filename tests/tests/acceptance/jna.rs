//! JNA's `CallbacksTest`, the cases that the other suites do not have.

use std::ffi::{CStr, c_char, c_int, c_ulong, c_void};

use callback_runtime::{RawContext, RawFn, SlotsExhausted, callback};

#[callback(extern "C" fn(c_int) -> c_int, context = none, slots = 4, fallback = -1)]
type Returned = dyn FnMut(c_int) -> c_int;

#[callback(extern "C" fn() -> Option<RawFn<Returned>>, context = none, fallback = None)]
type Returns = dyn FnMut() -> Option<RawFn<Returned>>;

#[callback(
    extern "C" fn(*const c_char, *const c_char) -> *const c_char,
    context = none, fallback = std::ptr::null(),
)]
type Strings = dyn FnMut(&CStr, Option<&CStr>) -> *const c_char;

#[callback(extern "C" fn(c_int, context: *mut c_void) -> c_int, fallback = -1)]
type OnThread = dyn Fn(c_int) -> c_int + Send + Sync;

unsafe extern "C" {
    fn jna1_call_returned(f: RawFn<Returns>, value: c_int) -> c_int;
    fn jna2_length_of_returned(f: RawFn<Strings>, value: *const c_char) -> c_int;
    fn jna3_call_on_small_stack(
        f: RawFn<OnThread>,
        user: RawContext<OnThread>,
        stack: c_ulong,
    ) -> c_int;
}

#[test]
fn jna1_a_callback_returns_a_callback() {
    let slot = Returned::new(|value| value + 1).slot().unwrap();
    for (returned, expected) in [(Some(slot.function()), 42), (None, -1)] {
        let answer = Returns::new(|| returned)
            // SAFETY: C calls both only during this call.
            .scope(|f| unsafe { jna1_call_returned(f, 41) });
        assert_eq!(answer, expected);
    }
}

#[test]
fn jna2_a_callback_of_strings_and_null() {
    for (returned, expected) in [(Some(c"as long as that"), 15), (None, -1)] {
        let mut got = None;
        let length = Strings::new(|first, second: Option<&CStr>| {
            got = Some((first.to_owned(), second.map(CStr::to_owned)));
            returned.map_or(std::ptr::null(), CStr::as_ptr)
        })
        // SAFETY: C calls only during this call, with strings.
        .scope(|f| unsafe { jna2_length_of_returned(f, c"value".as_ptr()) });
        assert_eq!((length, got), (expected, Some((c"value".to_owned(), None))));
    }
}

#[test]
fn jna3_a_thread_with_a_small_stack() {
    let answer = OnThread::new(|value| value + 1)
        // SAFETY: the C thread ends in the call.
        .scope(|f, user| unsafe { jna3_call_on_small_stack(f, user, 128 * 1024) });
    assert_eq!(answer, 8);
}

#[callback(extern "C" fn(c_int) -> c_int, context = none, slots = 3, fallback = -1)]
type Few = dyn FnMut(c_int) -> c_int;

#[test]
fn jna4_no_more_callbacks_than_there_are_slots() {
    let add = |more| Few::new(move |value| value + more);
    let mut slots: Vec<_> = (0..3).map(|more| add(more).slot().unwrap()).collect();
    let none: Result<_, SlotsExhausted> = add(3).slot();
    assert!(none.is_err());
    // SAFETY: the function of a slot may be called at any time.
    let answers = [0, 1, 2].map(|at: usize| unsafe { (slots[at].function())(10) });
    assert_eq!(answers, [10, 11, 12]);
    drop(slots.remove(1));
    let again = add(5).slot().unwrap();
    // SAFETY: as above.
    assert_eq!(unsafe { (again.function())(10) }, 15);
}

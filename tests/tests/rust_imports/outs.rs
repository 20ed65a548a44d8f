//! Values that C writes: `#[out]`.

use std::ffi::{CStr, c_int, c_void};
use std::ops::ControlFlow::{self, Break, Continue};

use callback_runtime::import;
use callback_tests::{listen, message, panic_of};

use crate::declared::{Add, Code, Visit};
use crate::library::answer;

#[import]
unsafe extern "C" {
    fn imports_write(
        #[out] value: c_int,
        #[scope] step: Add,
        context: *mut c_void,
        #[out] text: *const u8,
    ) -> Result<(), Code>;

    #[link_name = "imports_write"]
    fn write_and_say(
        #[out] value: c_int,
        #[scope] step: Visit<&'static str>,
        context: *mut c_void,
        #[out] text: *const u8,
    ) -> Result<c_int, Code>;
}

/// The C functions without callbacks.
mod c {
    use std::ffi::c_int;

    pub(super) unsafe extern "C" fn measure(code: c_int, value: *mut c_int) -> c_int {
        if code == 0 {
            // SAFETY: the caller has a place for the value.
            unsafe { value.write(11) };
        }
        code
    }

    pub(super) unsafe extern "C" fn open<T>(opened: *mut *mut T) -> *mut T {
        let place = std::ptr::dangling_mut();
        // SAFETY: the caller has a place for the pointer.
        unsafe { opened.write(place) };
        place
    }
}

#[import(from = c)]
unsafe extern "C" {
    safe fn measure(code: c_int, #[out] value: c_int) -> Result<(), Code>;
    #[link_name = "measure"]
    safe fn measure_all(code: c_int, #[out] _: c_int) -> Result<c_int, Code>;
    unsafe fn open<T>(#[out] opened: *mut T) -> Result<*mut T, callback_runtime::Errno>;
}

#[test]
fn a_value_that_c_wrote_is_returned() {
    assert_eq!(measure(0), Ok(11));
    assert_eq!(measure_all(0), Ok((0, 11)), "after what C returned");
}

#[test]
fn a_value_that_c_did_not_write_is_not_read() {
    assert_eq!(measure(3), Err(Code(3)));
    assert_eq!(measure_all(-3), Err(Code(-3)));
}

#[test]
fn values_are_in_the_order_of_the_parameters() {
    // SAFETY: both are written on success.
    let (value, text) = unsafe { imports_write(|item| item) }.unwrap();
    // SAFETY: the library writes a text that lives as long as the program.
    assert_eq!((value, unsafe { CStr::from_ptr(text.cast()) }), (7, c"written"));
}

#[test]
fn nothing_is_read_where_a_callback_has_broken_out() {
    // SAFETY: as above.
    let broken = unsafe { write_and_say(|_| Break("out")) };
    assert_eq!(broken.unwrap(), Break("out"));
    answer(4);
    // SAFETY: C returns no error, and writes nothing.
    let broken: Result<ControlFlow<&str, (c_int, c_int, *const u8)>, Code> =
        unsafe { write_and_say(|_| Break("unwritten")) };
    assert_eq!(broken, Ok(Break("unwritten")));
}

#[test]
fn nothing_is_read_where_a_callback_has_panicked() {
    let _ear = listen("Add");
    answer(-4);
    // SAFETY: as above.
    let payload = panic_of(|| unsafe { imports_write(|_| panic!("while C writes")) });
    assert_eq!(message(&*payload), "while C writes");
}

#[test]
fn a_value_of_any_type_may_be_written() {
    // SAFETY: both pointers dangle, and are not used.
    let (opened, place) = unsafe { open::<u64>() }.unwrap();
    assert_eq!(opened, place);
    // SAFETY: as above.
    let found = unsafe { write_and_say(|_| Continue(())) }.unwrap();
    assert!(matches!(found, Continue((0, 7, _))), "{found:?}");
}

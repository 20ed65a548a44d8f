//! A variadic C function, which has no wrapper: see `csrc/arguments.c`.

#[cfg(unix)]
use std::ffi::c_char;
use std::ffi::{CStr, c_int};

use callback_runtime::import;

#[import]
unsafe extern "C" {
    /// Returns the sum of so many numbers.
    fn sum_of(count: c_int, ...) -> c_int;
    #[cfg(unix)]
    fn snprintf(text: *mut c_char, length: usize, format: *const c_char, ...) -> c_int;
    #[cfg(any())]
    fn absent(value: Missing, ...) -> Missing;
    /// A function with a wrapper, in the same block.
    safe fn strlen(text: &CStr) -> usize;
}

#[test]
fn a_variadic_function_stays_as_it_is() {
    let function: unsafe extern "C" fn(c_int, ...) -> c_int = sum_of;
    // SAFETY: there are so many numbers.
    let sums = [unsafe { sum_of(0) }, unsafe { function(3, 4, 5, -6) }];
    assert_eq!((sums, strlen(c"four")), ([0, 3], 4));
}

#[cfg(unix)]
#[test]
fn a_variadic_function_takes_text_and_numbers() {
    let mut text = [0_u8; 32];
    let place = text.as_mut_ptr().cast();
    // SAFETY: the format has an `int` and a string, and the place is as long as is said.
    let length =
        unsafe { snprintf(place, text.len(), c"%d of %s".as_ptr(), 7 as c_int, c"text".as_ptr()) };
    assert_eq!(CStr::from_bytes_until_nul(&text), Ok(c"7 of text"));
    assert_eq!(length, 9);
}

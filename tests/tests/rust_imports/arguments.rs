//! Arguments: unchanged, converted, and with fixed values.

use std::cell::RefCell;
use std::ffi::{CStr, c_char, c_int, c_void};
use std::ptr::{self, NonNull};

use callback_runtime::{IntoC, import};
use callback_tests::{Drops, Token, message, panic_of};

use crate::declared::{Add, Code};

thread_local! {
    /// The arguments that the functions of the module `c` got.
    static GOT: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

fn got() -> Vec<String> {
    GOT.take()
}

/// The C functions.
mod c {
    use std::ffi::{CStr, c_char, c_int, c_void};
    use std::fmt::Debug;
    use std::slice;

    fn get(value: impl Debug) {
        super::GOT.with_borrow_mut(|got| got.push(format!("{value:?}")));
    }

    pub(super) unsafe extern "C" fn text(text: *const c_char, other: *const c_char) {
        // SAFETY: it ends in a NUL.
        get(unsafe { CStr::from_ptr(text) });
        get(other.is_null());
    }

    pub(super) unsafe extern "C" fn numbers(numbers: *const u16, count: usize, sum: *mut u32) {
        // SAFETY: there are so many.
        let numbers = unsafe { slice::from_raw_parts(numbers, count) };
        get(numbers);
        // SAFETY: the caller has a place for the sum.
        unsafe { sum.write(numbers.iter().copied().map(u32::from).sum()) };
    }

    pub(super) unsafe extern "C" fn bytes(count: u8, bytes: *const c_void) -> usize {
        get(count);
        bytes.addr()
    }

    pub(super) unsafe extern "C" fn letters(text: *const u8, length: usize) {
        // SAFETY: there are so many.
        get(std::str::from_utf8(unsafe { slice::from_raw_parts(text, length) }));
    }

    pub(super) unsafe extern "C" fn fill(bytes: *mut c_char, count: c_int) {
        for at in 0..count {
            let place = bytes.wrapping_add(usize::try_from(at).unwrap());
            // SAFETY: there is place for so many.
            unsafe { place.write(65) };
        }
    }

    pub(super) unsafe extern "C" fn options(one: *const u16, other: *mut u16, on: c_int) {
        get((one.is_null(), other.is_null(), on));
    }

    pub(super) unsafe extern "C" fn fixed(first: c_int, mode: c_int, end: *mut c_void) -> c_int {
        get((first, mode, end.is_null()));
        first + mode
    }

    pub(super) unsafe extern "C" fn with_callback(
        number: c_int,
        step: super::super::library::Step,
        user: *mut c_void,
    ) -> c_int {
        // SAFETY: the callback is alive during this call.
        unsafe { step(number, user) }
    }
}

/// A number, which is an `int` in C. A negative number cannot be converted.
pub(crate) struct Number {
    value: c_int,
    _token: Option<Token>,
}

impl IntoC<c_int> for Number {
    fn into_c(self) -> c_int {
        assert!(self.value >= 0, "a negative number");
        self.value
    }
}

const MODE: c_int = 0o600;

#[import(from = c)]
unsafe extern "C" {
    safe fn text(text: &CStr, other: Option<&CStr>);
    safe fn numbers(numbers: &[u16], #[c(*mut u32)] sum: &mut u32);
    safe fn bytes(#[c(u8, *const c_void)] bytes: &[u32]) -> usize;
    safe fn letters(#[c(*const u8, usize)] text: &str);
    safe fn fill(#[c(*mut c_char, c_int)] bytes: &mut [u8]);
    safe fn options(one: Option<&u16>, other: Option<&mut u16>, #[c(c_int)] on: bool);
    #[link_name = "options"]
    fn pointers(
        #[c(*const u16)] one: NonNull<u16>,
        #[c(*mut u16)] other: Option<NonNull<u16>>,
        on: c_int,
    );
    safe fn fixed(
        first: c_int,
        #[c(c_int = MODE | 1)] _: (),
        #[c(*mut c_void = ptr::null_mut())] _: (),
    ) -> c_int;
    safe fn with_callback(
        #[c(c_int)] number: Number,
        #[scope] step: Add,
        context: *mut c_void,
    ) -> Result<c_int, Code>;
}

#[test]
fn text_is_a_pointer_that_may_be_null() {
    text(c"one", None);
    text(c"two", Some(c"other"));
    letters("größe");
    assert_eq!(got(), ["\"one\"", "true", "\"two\"", "false", "Ok(\"größe\")"]);
}

#[test]
fn a_slice_is_a_pointer_and_a_length() {
    let mut sum = 0;
    numbers(&[1, 2, 3], &mut sum);
    assert_eq!((got(), sum), (vec![String::from("[1, 2, 3]")], 6));
}

#[test]
fn the_length_is_where_c_has_it_and_counts_elements() {
    let words = [1_u32, 2, 3];
    assert_eq!(bytes(&words), words.as_ptr().addr());
    assert_eq!(got(), ["3"]);
    let mut filled = *b"....";
    fill(&mut filled[1..3]);
    assert_eq!(&filled, b".AA.");
}

#[test]
fn a_length_that_c_cannot_hold_panics_before_the_call() {
    let payload = panic_of(|| bytes(&[0; 256]));
    assert!(message(&*payload).contains("256"), "{}", message(&*payload));
    assert_eq!(got(), <[&str; 0]>::default());
}

#[test]
fn references_may_be_missing() {
    let mut number = 7;
    options(None, Some(&mut number), true);
    options(Some(&number), None, false);
    let pointer = NonNull::from(&mut number);
    // SAFETY: the function only looks at the addresses.
    unsafe { pointers(pointer, None, 5) };
    assert_eq!(got(), ["(true, false, 1)", "(false, true, 0)", "(false, true, 5)"]);
}

#[test]
fn a_fixed_value_is_passed_and_not_taken() {
    assert_eq!(fixed(1), 0o602);
    assert_eq!(got(), ["(1, 385, true)"]);
}

#[test]
fn a_conversion_of_the_users_is_made_before_the_call() {
    let found = with_callback(Number { value: 4, _token: None }, |item| 2 * item);
    assert_eq!(found, Ok(8));
}

#[test]
fn a_conversion_that_panics_goes_on_and_c_is_not_called() {
    let drops = Drops::new();
    let token = drops.token();
    let closure = move |item| {
        token.touch();
        panic!("called with {item}")
    };
    let number = Number { value: -1, _token: Some(drops.token()) };
    let payload = panic_of(|| with_callback(number, closure));
    assert_eq!((message(&*payload), drops.count()), ("a negative number", 2));
}

//! Attributes in a block and on its functions: inner ones, and conditions for compiling a function.

use std::ffi::{c_int, c_void};

use callback_runtime::import;

use crate::declared::{Add, Code};
use crate::library;

#[import]
unsafe extern "C" {
    #![allow(unused_doc_comments, reason = "a block of functions has no documentation of its own")]
    #![allow(non_snake_case)]
    //! What the library has.

    #[link_name = "imports_once"]
    safe fn CallOnce(context: *mut c_void, #[scope] step: Add, Item: c_int) -> c_int;
    #[link_name = "imports_forget"]
    safe fn PlainForget() -> c_int;
}

#[import(from = library)]
unsafe extern "C" {
    #![allow(non_snake_case)]

    #[link_name = "imports_once"]
    safe fn CallOnceMore(context: *mut c_void, #[scope] step: Add, Item: c_int) -> c_int;
}

#[test]
fn attributes_may_be_inside_of_the_block() {
    assert_eq!((CallOnce(|item| item, 3), PlainForget()), (3, 0));
    assert_eq!(CallOnceMore(|item| item, 4), 4);
}

blocks! {
    from = library;

    #[cfg(not(any()))]
    #[link_name = "imports_each"]
    pub(super) safe fn chosen(count: c_int, #[scope] step: Add, context: *mut c_void) -> c_int;
    #[cfg(any())]
    #[link_name = "imports_each"]
    pub(super) safe fn chosen(count: Missing, #[scope] step: Add, context: *mut c_void) -> Missing;

    #[cfg(any())]
    pub(super) safe fn plain(value: Missing, other: *const Missing) -> Missing;
    #[cfg(not(any()))]
    #[link_name = "imports_forget"]
    pub(super) safe fn plain() -> c_int;

    #[cfg(any())]
    pub(super) safe fn absent(value: Missing, #[c(Missing)] other: &Missing) -> Result<(), Missing>;
    #[cfg(any())]
    pub(super) safe fn absent_callback(
        #[register(unset = Missing)] step: Missing,
        context: Missing,
        #[out] value: Missing,
    ) -> Result<Missing, Missing>;
    #[cfg(any())]
    pub(super) unsafe fn absent_generic<T>(value: &T, #[scope] step: Missing<T>, context: Missing);
}

#[test]
fn one_of_two_functions_with_one_name_may_be_compiled() {
    assert_eq!((linked::chosen(3, |_| 1), wrapped::chosen(3, |item| item)), (3, 1));
    assert_eq!((linked::plain(), wrapped::plain()), (0, 0));
}

/// The values that `unset` and a fixed value see of a mutable argument.
mod mutable {
    use super::*;

    pub(super) unsafe extern "C" fn keep_and_write(
        value: *mut c_int,
        limit: c_int,
        step: library::Step,
        user: *mut c_void,
    ) -> c_int {
        // SAFETY: the caller has a place for the value.
        unsafe { value.write(limit + 1) };
        // SAFETY: as this function.
        unsafe { library::imports_keep(step, user) }
    }
}

#[import(from = mutable)]
unsafe extern "C" {
    safe fn keep_and_write<'a>(
        value: &'a mut c_int,
        #[c(c_int = *value + 10)] _: (),
        #[register(unset = add(value))] step: Add,
        context: *mut c_void,
    ) -> Result<(), Code>;

    #[link_name = "keep_and_write"]
    safe fn keep_and_write_elided(
        value: &mut c_int,
        #[c(c_int = *value + 10)] _: (),
        #[register(unset = add(value))] step: Add,
        context: *mut c_void,
    ) -> Result<(), Code>;
}

fn add(value: &mut c_int) -> Result<(), Code> {
    *value += 100;
    if *value > 1000 { Err(Code(*value)) } else { Ok(()) }
}

#[test]
fn a_mutable_reference_is_passed_and_then_lent_to_unset() {
    let mut value = 1;
    let registration = keep_and_write(&mut value, |item| item).unwrap();
    assert_eq!(library::call(5), 5);
    drop(registration);
    assert_eq!(value, 112, "as C wrote it, and after `unset`");
    drop(keep_and_write_elided(&mut value, |item| item).unwrap());
    assert_eq!(value, 223);
    value = 990;
    let registration = keep_and_write(&mut value, |item| item).unwrap();
    assert_eq!(registration.unregister(), Err(Code(1101)));
}

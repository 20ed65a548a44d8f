//! User data and destroy functions that a declaration and a C function spell differently.

use std::ffi::{c_int, c_void};

use callback_runtime::{RawDestroy, callback, import};
use callback_tests::{Drops, listen};

use crate::declared::{Add, Code};
use crate::library::{self, Destroy, Step};

/// `int (*)(int item, LPARAM user)`
type StepOfNumber = unsafe extern "C" fn(c_int, isize) -> c_int;
/// `int (*)(int item, uintptr_t user)`
type StepOfUnsigned = unsafe extern "C" fn(c_int, usize) -> c_int;

// The typedef has an `LPARAM`, and the function a pointer.
#[callback(extern "C" fn(item: c_int, context: isize) -> c_int, fallback = -1)]
pub(crate) type OfNumber = dyn FnMut(c_int) -> c_int;

#[callback(extern "C" fn(item: c_int, context: usize) -> c_int, fallback = -1)]
pub(crate) type OfUnsigned = dyn FnMut(c_int) -> c_int;

#[unsafe(no_mangle)]
pub(crate) unsafe extern "C" fn imports_of_number(
    step: StepOfNumber,
    user: *const c_void,
    item: c_int,
) -> c_int {
    let user = user.expose_provenance();
    // SAFETY: the callback is alive during this call.
    unsafe { step(item, isize::from_ne_bytes(user.to_ne_bytes())) }
}

#[unsafe(no_mangle)]
pub(crate) unsafe extern "C" fn imports_of_unsigned(
    step: StepOfUnsigned,
    user: *mut c_void,
    item: c_int,
) -> c_int {
    // SAFETY: as above.
    unsafe { step(item, user.expose_provenance()) }
}

/// The other way round: the typedef has a pointer.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "C" fn imports_of_pointer(step: Step, user: isize, item: c_int) -> c_int {
    let user = usize::from_ne_bytes(user.to_ne_bytes());
    // SAFETY: as above.
    unsafe { step(item, std::ptr::with_exposed_provenance_mut(user)) }
}

/// Keeps a callback, whose user data it spells as a constant pointer.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "C" fn imports_keep_const(step: Step, user: *const u8) -> c_int {
    // SAFETY: the arguments are passed on.
    unsafe { library::imports_keep(step, user.cast_mut().cast()) }
}

blocks! {
    from = super;

    pub(super) safe fn imports_of_number(
        #[scope] step: OfNumber,
        context: *const c_void,
        item: c_int,
    ) -> c_int;

    pub(super) safe fn imports_of_unsigned(
        #[scope] step: OfUnsigned,
        context: *mut c_void,
        item: c_int,
    ) -> c_int;

    pub(super) safe fn imports_of_pointer(
        #[scope] step: Add,
        context: isize,
        item: c_int,
    ) -> c_int;

    pub(super) safe fn imports_keep_const(
        #[register(unset = Ok(()))] step: Add,
        context: *const u8,
    ) -> Result<(), Code>;
}

macro_rules! tests {
    ($module:ident) => {
        mod $module {
            use super::super::$module as functions;
            use super::*;

            #[test]
            fn the_function_has_pointers_and_the_typedef_integers() {
                let mut sum = 0;
                let mut add = |item| {
                    sum += item;
                    sum
                };
                assert_eq!(functions::imports_of_number(&mut add, 3), 3);
                assert_eq!(functions::imports_of_unsigned(&mut add, 4), 7);
            }

            #[test]
            fn the_function_has_an_integer_and_the_typedef_a_pointer() {
                let factor = 3;
                assert_eq!(functions::imports_of_pointer(|item| factor * item, 5), 15);
            }

            #[test]
            fn what_is_kept_may_be_constant_for_the_function() {
                let _ear = listen("Add");
                let drops = Drops::new();
                let token = drops.token();
                let registration = functions::imports_keep_const(move |item| {
                    token.touch();
                    item + 1
                });
                assert_eq!(library::call(1), 2);
                drop(registration.unwrap());
                assert_eq!((library::call(1), drops.count()), (-1, 1));
            }
        }
    };
}

mod of {
    use super::*;

    tests!(linked);
    tests!(wrapped);
}

/// The library as bindings may declare it.
mod bindings {
    use super::*;

    type SafeDestroy = extern "C" fn(*mut c_void);

    pub(super) unsafe fn bare(step: Step, user: *mut c_void, destroy: Destroy) -> c_int {
        // SAFETY: as this function.
        unsafe { library::imports_keep_all(step, user, Some(destroy)) }
    }

    pub(super) unsafe fn option(step: Step, user: *mut c_void, destroy: Option<Destroy>) -> c_int {
        // SAFETY: as this function.
        unsafe { library::imports_keep_all(step, user, destroy) }
    }

    pub(super) unsafe fn safe(destroy: SafeDestroy, step: Step, user: *mut c_void) -> c_int {
        // SAFETY: as this function.
        unsafe { library::imports_keep_all(step, user, Some(destroy)) }
    }

    pub(super) unsafe fn safe_option(
        destroy: Option<SafeDestroy>,
        step: Option<Step>,
        user: *mut c_void,
    ) -> c_int {
        let destroy = destroy.map(|destroy| destroy as Destroy);
        // SAFETY: as this function.
        unsafe { library::imports_keep_all(step.unwrap(), user, destroy) }
    }
}

#[import(from = bindings)]
unsafe extern "C" {
    safe fn bare(
        #[notified] step: Add,
        context: *mut c_void,
        destroy: RawDestroy<Add>,
    ) -> Result<(), Code>;
    safe fn option(
        #[notified] step: Add,
        context: *mut c_void,
        destroy: RawDestroy<Add>,
    ) -> Result<(), Code>;
    safe fn safe(
        destroy: RawDestroy<Add>,
        #[notified] step: Add,
        context: *mut c_void,
    ) -> Result<(), Code>;
    safe fn safe_option(
        destroy: RawDestroy<Add>,
        #[notified] step: Add,
        context: *mut c_void,
    ) -> Result<(), Code>;
    // The block may spell it as C does, too, in another form than the module.
    #[link_name = "option"]
    safe fn spelled(
        #[notified] step: Add,
        context: *mut c_void,
        destroy: Destroy,
    ) -> Result<(), Code>;
}

#[test]
fn the_destroy_function_of_a_declaration_meets_each_form() {
    let drops = Drops::new();
    for form in 0..5 {
        let token = drops.token();
        let closure = move |item: c_int| {
            token.touch();
            item + form
        };
        let kept = match form {
            0 => bare(closure),
            1 => option(closure),
            2 => safe(closure),
            3 => safe_option(closure),
            _ => spelled(closure),
        };
        assert_eq!((kept, library::call(1)), (Ok(()), 1 + form));
        library::destroy();
    }
    assert_eq!(drops.count(), 5);
}

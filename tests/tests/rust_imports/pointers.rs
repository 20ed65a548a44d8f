//! The ways in which existing functions spell the type of a function pointer.

use std::ffi::{c_int, c_void};

use callback_runtime::{RawContext, RawDestroy, RawFn, import};
use callback_tests::Drops;

use crate::declared::{Add, Code, Finish};
use crate::library::{self, Step};

/// The library as bindings may declare it.
mod bindings {
    use std::ffi::{c_int, c_void};

    use crate::library::{Destroy, Step, imports_keep_all, imports_once};

    type SafeStep = extern "C" fn(c_int, *mut c_void) -> c_int;
    type SafeDestroy = extern "C" fn(*mut c_void);

    pub(super) unsafe fn bare(user: *mut c_void, step: Step, item: c_int) -> c_int {
        // SAFETY: as this function.
        unsafe { imports_once(user, step, item) }
    }

    pub(super) unsafe fn option(user: *mut c_void, step: Option<Step>, item: c_int) -> c_int {
        // SAFETY: as this function.
        unsafe { imports_once(user, step.unwrap(), item) }
    }

    pub(super) unsafe fn safe(user: *mut c_void, step: SafeStep, item: c_int) -> c_int {
        // SAFETY: as this function.
        unsafe { imports_once(user, step, item) }
    }

    /// A function that is safe, as one that `windows-sys` or a user may have declared.
    pub(super) fn safe_option(user: *mut c_void, step: Option<SafeStep>, item: c_int) -> c_int {
        // SAFETY: the tests call what is alive.
        unsafe { imports_once(user, step.unwrap(), item) }
    }

    pub(super) unsafe fn keep_bare(step: Step, user: *mut c_void, destroy: Destroy) -> c_int {
        // SAFETY: as this function.
        unsafe { imports_keep_all(step, user, Some(destroy)) }
    }

    pub(super) unsafe fn keep_safe(
        step: Option<SafeStep>,
        user: *mut c_void,
        destroy: Option<SafeDestroy>,
    ) -> c_int {
        // SAFETY: as this function.
        unsafe { imports_keep_all(step.unwrap(), user, destroy.map(|destroy| destroy as Destroy)) }
    }
}

#[import(from = bindings)]
unsafe extern "C" {
    safe fn bare(context: RawContext<Add>, #[scope] step: Add, item: c_int) -> c_int;
    safe fn option(context: *mut c_void, #[scope] step: Add, item: c_int) -> c_int;
    safe fn safe(context: RawContext<Finish>, #[scope] step: Finish, item: c_int) -> c_int;
    safe fn safe_option(context: *mut c_void, #[scope] step: Finish, item: c_int) -> c_int;
    safe fn keep_bare(
        #[notified] step: Add,
        context: *mut c_void,
        destroy: RawDestroy<Add>,
    ) -> Result<(), Code>;
    safe fn keep_safe(
        #[notified] step: Add,
        context: RawContext<Add>,
        destroy: Option<extern "C" fn(*mut c_void)>,
    ) -> Result<(), Code>;
    // A function that takes no closure: the pointer is passed as it is.
    #[link_name = "bare"]
    fn raw(context: *mut c_void, step: RawFn<Add>, item: c_int) -> c_int;
    #[link_name = "option"]
    fn raw_option(user: *mut c_void, step: Option<Step>, item: c_int) -> c_int;
}

#[test]
fn bare_pointers_and_options_are_met() {
    let mut sum = 0;
    let mut add = |item| {
        sum += item;
        sum
    };
    assert_eq!([bare(&mut add, 1), option(&mut add, 2)], [1, 3]);
}

#[test]
fn safe_pointers_are_met() {
    assert_eq!([safe(|item| item + 1, 1), safe_option(|item| item + 2, 2)], [2, 4]);
}

#[test]
fn destroy_functions_are_met() {
    let drops = Drops::new();
    for keep in [0, 1] {
        let token = drops.token();
        let closure = move |item: c_int| {
            token.touch();
            item + 1
        };
        if keep == 0 { keep_bare(closure) } else { keep_safe(closure) }.unwrap();
        assert_eq!(library::call(1), 2);
        library::destroy();
    }
    assert_eq!(drops.count(), 2);
}

unsafe extern "C" fn double(item: c_int, user: *mut c_void) -> c_int {
    2 * item + c_int::from(user.is_null())
}

#[test]
fn pointers_that_are_no_callbacks_are_passed_as_they_are() {
    let user = std::ptr::null_mut();
    // SAFETY: the function may be called with any user data.
    assert_eq!(unsafe { raw(user, double, 3) }, 7);
    // SAFETY: as above.
    assert_eq!(unsafe { raw_option(user, Some(double), 4) }, 9);
}

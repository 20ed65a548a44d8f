//! Errors that C keeps apart from its result are read before anything else can change them.

use std::ffi::{c_int, c_void};

use callback_runtime::{Errno, LastError, import};

use crate::declared::{Add, Finish};

/// A value whose destructor, like many others, changes the error.
struct Changes;

impl Drop for Changes {
    fn drop(&mut self) {
        c::set(99);
    }
}

/// C functions that leave an error.
mod c {
    use std::ffi::{c_int, c_void};

    use crate::library::Step;

    #[cfg(not(windows))]
    pub(super) extern "C" fn set(code: c_int) {
        #[cfg(any(target_os = "linux", target_os = "emscripten"))]
        use libc::__errno_location as location;
        #[cfg(any(target_os = "macos", target_os = "ios", target_os = "freebsd"))]
        use libc::__error as location;
        // SAFETY: it is this thread's.
        let place = unsafe { location() };
        // SAFETY: as above.
        unsafe { place.write(code) };
    }

    #[cfg(windows)]
    pub(super) extern "C" fn set(code: c_int) {
        #[link(name = "kernel32")]
        unsafe extern "system" {
            safe fn SetLastError(code: u32);
        }
        unsafe extern "C" {
            safe fn _errno() -> *mut c_int;
        }
        SetLastError(u32::from_ne_bytes(code.to_ne_bytes()));
        // SAFETY: it is this thread's.
        unsafe { _errno().write(code) };
    }

    /// Calls, and then fails.
    pub(super) unsafe extern "C" fn fail(step: Step, user: *mut c_void, code: c_int) -> c_int {
        // SAFETY: the callback is alive during this call.
        unsafe { step(1, user) };
        set(code);
        -1
    }

    /// Fails as Win32 does.
    pub(super) unsafe extern "C" fn refuse(_: Step, _: *mut c_void, code: c_int) -> c_int {
        set(code);
        0
    }
}

#[import(from = c)]
unsafe extern "C" {
    safe fn fail(#[scope] step: Add, context: *mut c_void, code: c_int) -> Result<c_int, Errno>;
    #[link_name = "fail"]
    safe fn fail_once(#[once] step: Finish, context: *mut c_void, code: c_int)
    -> Result<(), Errno>;
    safe fn refuse(#[scope] step: Add, context: *mut c_void, code: c_int) -> Result<(), LastError>;
    #[link_name = "refuse"]
    safe fn refuse_all(
        #[register(unset = Ok(()))] step: Add,
        context: *mut c_void,
        code: c_int,
    ) -> Result<(), LastError>;
    #[link_name = "refuse"]
    safe fn refuse_once(
        #[once] step: Finish,
        context: *mut c_void,
        code: c_int,
    ) -> Result<c_int, LastError>;
}

#[test]
fn the_error_is_read_before_a_capture_changes_it() {
    let changes = Changes;
    let closure = move |item| {
        _ = &changes;
        item
    };
    assert_eq!(fail(closure, 33), Err(Errno(33)));
    assert_eq!(Errno::last(), Errno(99), "the capture was dropped after that");
}

#[test]
fn the_error_is_read_before_a_closure_that_c_refuses_is_dropped() {
    let closure = |changes: Changes| {
        move |item: c_int| {
            _ = &changes;
            item
        }
    };
    assert_eq!(refuse(closure(Changes), 34), Err(LastError(34)));
    assert_eq!(refuse_once(closure(Changes), 35), Err(LastError(35)));
    assert_eq!(refuse_all(closure(Changes), 36).err(), Some(LastError(36)));
    assert_eq!(LastError::last(), LastError(99));
}

#[test]
fn the_error_of_a_closure_that_was_called_once_is_cs() {
    let changes = Changes;
    // The call frees the closure, and only then C sets its error.
    assert_eq!(
        fail_once(
            move |item| {
                drop(changes);
                item
            },
            37
        ),
        Err(Errno(37))
    );
}

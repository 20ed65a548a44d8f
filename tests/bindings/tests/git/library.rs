//! The library as a whole, its errors, and the objects that it gives.

use std::ffi::{CStr, c_int};
use std::ptr;
use std::sync::Once;

use libgit2_sys::{
    GIT_CONFIG_LEVEL_GLOBAL, GIT_CONFIG_LEVEL_PROGRAMDATA, GIT_CONFIG_LEVEL_SYSTEM,
    GIT_CONFIG_LEVEL_XDG, GIT_OPT_SET_SEARCH_PATH, git_error_last, git_libgit2_init,
    git_libgit2_opts,
};

/// Initializes the library, and has it ignore the configuration of the machine.
pub(crate) fn start() {
    static START: Once = Once::new();
    #[expect(
        clippy::cast_possible_wrap,
        reason = "a small number, whose type depends on the target"
    )]
    const SET_SEARCH_PATH: c_int = GIT_OPT_SET_SEARCH_PATH as c_int;
    START.call_once(|| {
        // SAFETY: it may be called at any time.
        assert_eq!(unsafe { git_libgit2_init() }, 1);
        for level in [
            GIT_CONFIG_LEVEL_PROGRAMDATA,
            GIT_CONFIG_LEVEL_SYSTEM,
            GIT_CONFIG_LEVEL_XDG,
            GIT_CONFIG_LEVEL_GLOBAL,
        ] {
            // SAFETY: the option takes a level and a path.
            check(unsafe { git_libgit2_opts(SET_SEARCH_PATH, level, c"".as_ptr()) });
        }
    });
}

/// Panics with the library's message if the code is an error.
#[track_caller]
pub(crate) fn check(code: c_int) {
    if code < 0 {
        // SAFETY: it may be called at any time.
        let error = unsafe { git_error_last() };
        // SAFETY: null, or the last error of this thread, which stays until the next one.
        let message = unsafe { error.as_ref() }.map(|error| {
            // SAFETY: a string, which stays as long.
            unsafe { CStr::from_ptr(error.message) }
        });
        panic!("libgit2 returned {code}: {message:?}");
    }
}

/// An object of the library.
pub(crate) struct Owned<T> {
    pointer: *mut T,
    free: unsafe extern "C" fn(*mut T),
}

impl<T> Owned<T> {
    /// Takes the object that `make` writes to its argument.
    ///
    /// # Safety
    ///
    /// - If `make` returns no error, it has written an object that `free` frees. The object may be freed at
    ///   any time while the repository is open.
    pub(crate) unsafe fn new(
        free: unsafe extern "C" fn(*mut T),
        make: impl FnOnce(*mut *mut T) -> c_int,
    ) -> Self {
        let mut pointer = ptr::null_mut();
        check(make(&raw mut pointer));
        Owned { pointer, free }
    }

    pub(crate) fn as_ptr(&self) -> *mut T {
        self.pointer
    }
}

impl<T> Drop for Owned<T> {
    fn drop(&mut self) {
        // SAFETY: `new` has the object from its caller, and it is freed once.
        unsafe { (self.free)(self.pointer) };
    }
}

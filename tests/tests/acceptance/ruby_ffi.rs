//! ruby-ffi's `callback_spec`, the cases that the other suites do not have.

use std::ffi::{c_int, c_long, c_void};

use callback_runtime::{RawFn, callback};

type Native = unsafe extern "C" fn(c_int) -> c_int;

#[callback(extern "C" fn(Native, c_int) -> c_int, context = none, fallback = -1)]
type Passed = dyn FnMut(Native, c_int) -> c_int;

#[callback(extern "C" fn(c_int, context: *mut c_void) -> c_int, fallback = -1)]
type Vararg = dyn FnMut(c_int) -> c_int;

unsafe extern "C" {
    fn ruby1_pass_callback(f: RawFn<Passed>, value: c_int) -> c_int;
    fn ruby2_sum_of_varargs(count: c_int, ...) -> c_long;
}

#[test]
fn ruby1_a_callback_gets_a_callback() {
    // SAFETY: it is a C function that doubles.
    let answer = Passed::new(|double, value| 1 + unsafe { double(value) })
        // SAFETY: C calls only during this call.
        .scope(|f| unsafe { ruby1_pass_callback(f, 20) });
    assert_eq!(answer, 41);
}

#[test]
fn ruby2_callbacks_by_variable_arguments() {
    let sum = Vararg::new(|at| 3 + at).scope(|f, user| {
        Vararg::new(|at| 5 + at).scope(|g, other| {
            // SAFETY: C calls only during this call. There are three pairs, as the number says.
            unsafe { ruby2_sum_of_varargs(3, f, user, g, other, f, user) }
        })
    });
    assert_eq!(sum, 365);
}

#[test]
#[cfg_attr(not(unix), ignore = "Unix only")]
fn ruby3_fork_keeps_the_callbacks() {
    #[cfg(unix)]
    fork::keeps_the_callbacks();
}

#[cfg(unix)]
mod fork {
    use std::ffi::c_int;

    use callback_runtime::{RawFn, callback};

    #[callback(extern "C" fn(c_int) -> c_int, context = none, fallback = -1)]
    type Forked = dyn FnMut(c_int) -> c_int;

    unsafe extern "C" {
        fn ruby3_call(f: RawFn<Forked>, value: c_int) -> c_int;
    }

    /// The child calls what its parent has made. It neither allocates nor returns.
    pub(super) fn keeps_the_callbacks() {
        let mut calls = 0;
        let slot = Forked::new(move |value| {
            calls += 1;
            value + calls
        });
        let slot = slot.slot().unwrap();
        let f = slot.function();
        // SAFETY: the function of a slot may be called at any time.
        assert_eq!(unsafe { ruby3_call(f, 20) }, 21);

        // SAFETY: the child does only what the child of a process with threads may do.
        let child = unsafe { libc::fork() };
        if child == 0 {
            // SAFETY: as above. This thread made the closure.
            let answer = unsafe { ruby3_call(f, 40) };
            // SAFETY: this ends the child.
            unsafe { libc::_exit(answer) };
        }
        assert!(child > 0);
        let mut status = 0;
        // SAFETY: this process has started the child.
        assert_eq!(unsafe { libc::waitpid(child, &raw mut status, 0) }, child);
        assert!(libc::WIFEXITED(status), "{status:#x}");
        assert_eq!(libc::WEXITSTATUS(status), 42);
        // The parent does not see what the child did.
        // SAFETY: as above.
        assert_eq!(unsafe { ruby3_call(f, 40) }, 42);
    }
}

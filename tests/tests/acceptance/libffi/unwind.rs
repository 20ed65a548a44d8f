//! F21: a callback that throws through C frames. F24: `longjmp`.

#[cfg(unix)]
mod unix {
    use std::ffi::{c_int, c_void};

    use callback_runtime::{Fault, RawContext, RawFn, callback};
    use callback_tests::{listen, panic_of, run_apart};

    #[callback(extern "C", fallback = -1)]
    type Thrower = dyn FnMut(c_int) -> c_int;

    #[callback(extern "C-unwind" fn(c_int, context: *mut c_void) -> c_int, fallback = -1)]
    type UnwindThrower = dyn FnMut(c_int) -> c_int;

    #[derive(Clone, Copy, Debug, Default, PartialEq)]
    #[repr(C)]
    struct Frame {
        returned: c_int,
        unwound: c_int,
    }

    unsafe extern "C" {
        #[link_name = "f21_through_frames"]
        fn through_frames(
            frames: *mut Frame,
            count: c_int,
            f: RawFn<Thrower>,
            user: RawContext<Thrower>,
        ) -> c_int;
    }

    unsafe extern "C-unwind" {
        #[link_name = "f21_through_frames"]
        fn through_unwinding_frames(
            frames: *mut Frame,
            count: c_int,
            f: RawFn<UnwindThrower>,
            user: RawContext<UnwindThrower>,
        ) -> c_int;

        #[link_name = "f21_throw"]
        safe fn throw();
    }

    /// Throws each of the suite's two numbers. `scope` returns them unchanged, after all C frames have
    /// returned.
    macro_rules! throws {
        ($callback:ident, $through:ident) => {
            for thrown in [9, 255] {
                let ear = listen(stringify!($callback));
                let mut frames = [Frame::default(); 3];
                let mut answer = 0;
                let payload = panic_of(|| {
                    $callback::new(|_| std::panic::panic_any::<c_int>(thrown)).scope(|f, user| {
                        // SAFETY: there are that many frames, and C calls only during this call.
                        answer = unsafe { $through(frames.as_mut_ptr(), 3, f, user) };
                    });
                });
                assert_eq!(payload.downcast_ref(), Some(&thrown));
                assert_eq!((answer, frames), (-1, [Frame { returned: 1, unwound: 0 }; 3]));
                assert_eq!(ear.faults(), [Fault::Panicked]);
            }
        };
    }

    pub(super) fn a_panic_ends_in_the_trampoline() {
        throws!(Thrower, through_frames);
    }

    pub(super) fn a_panic_ends_in_a_trampoline_that_may_unwind() {
        throws!(UnwindThrower, through_unwinding_frames);
    }

    #[test]
    #[ignore = "a test runs it in a child process"]
    fn a_closure_whose_callee_throws() {
        let mut frame = Frame::default();
        Thrower::new(|item| {
            throw();
            item
        })
        // SAFETY: C calls only during this call.
        .scope(|f, user| unsafe { through_frames(&raw mut frame, 1, f, user) });
        eprintln!("the scope went on");
    }

    #[test]
    #[ignore = "a test runs it in a child process"]
    fn a_closure_that_may_unwind_whose_callee_throws() {
        let mut frame = Frame::default();
        UnwindThrower::new(|item| {
            throw();
            item
        })
        // SAFETY: C calls only during this call.
        .scope(|f, user| unsafe { through_unwinding_frames(&raw mut frame, 1, f, user) });
        eprintln!("the scope went on");
    }

    /// Neither C nor the scope goes on, because the process has ended.
    pub(super) fn assert_ends(test: &str) {
        use std::os::unix::process::ExitStatusExt;

        let output = run_apart(module_path!(), test);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(said.contains("Rust cannot catch foreign exceptions"), "{output:?}");
        assert!(!said.contains("C was unwound") && !said.contains("went on"), "{output:?}");
        assert_eq!(output.status.signal(), Some(libc::SIGABRT), "{output:?}");
    }
}

/// A test for Unix.
macro_rules! on_unix {
    ($($name:ident => $function:ident($($argument:expr)?);)*) => {$(
        #[test]
        #[cfg_attr(not(unix), ignore = "the C side needs the unwinder of Unix")]
        fn $name() {
            #[cfg(unix)]
            unix::$function($($argument)?);
        }
    )*};
}

on_unix! {
    f21_unwindtest => a_panic_ends_in_the_trampoline();
    f21_unwindtest_may_unwind => a_panic_ends_in_a_trampoline_that_may_unwind();
    f21_unwindtest_foreign => assert_ends("a_closure_whose_callee_throws");
    f21_unwindtest_foreign_may_unwind => assert_ends("a_closure_that_may_unwind_whose_callee_throws");
}

/// This is undefined, so it cannot be run. The documentation has to say so.
#[test]
fn f24_longjmp_is_documented_as_forbidden() {
    let text = include_str!("../../../../SOUNDNESS.md").split_whitespace();
    let text = text.collect::<Vec<_>>().join(" ");
    assert!(text.contains("`longjmp` over one is undefined, since it skips the destructors"));
}

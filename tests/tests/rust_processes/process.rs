//! The process ends inside a callback, or its memory is copied, each in a separate process. The "C library" is
//! played by Rust.

use std::ffi::c_int;
use std::process::{Output, abort, exit};
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use callback_runtime::{Registration, callback};
use callback_tests::{Parts, accept, removed, run_apart};

#[callback(extern "C", fallback = -1)]
type Flash = dyn Fn(c_int) -> c_int + Send + Sync;

/// Calls a registered callback once.
fn call(closure: impl Fn(c_int) -> c_int + Send + Sync + 'static) {
    let flash: Registration<'static, Flash, c_int> =
        Flash::new(closure).register(accept, removed).unwrap();
    // SAFETY: C may call at any time.
    let answer = unsafe { flash.function()(5, flash.context()) };
    println!("C was returned to, with {answer}");
}

/// Returns how the process of a test of this file ended. It must not return from the callback.
fn ended(test: &str) -> Output {
    let output = run_apart(module_path!(), test);
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(!said.contains("was returned to"), "{said}");
    output
}

fn assert_aborted(output: &Output) {
    assert!(!output.status.success(), "{output:?}");
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt;
        let signal = output.status.signal();
        // A sanitizer or an emulator may turn it into an exit status.
        assert!(matches!(signal, Some(libc::SIGABRT) | None), "{output:?}");
    }
}

#[test]
#[ignore = "the next test runs it in a child process"]
fn exits() {
    call(|_| exit(7));
}

#[test]
#[cfg_attr(miri, ignore = "Miri cannot start a process")]
fn a_callback_may_exit() {
    assert_eq!(ended("exits").status.code(), Some(7));
}

#[test]
#[ignore = "the next test runs it in a child process"]
fn aborts() {
    call(|_| abort());
}

#[test]
#[cfg_attr(miri, ignore = "Miri cannot start a process")]
fn a_callback_may_abort() {
    assert_aborted(&ended("aborts"));
}

#[test]
#[ignore = "the next test runs it in a child process"]
fn panics_with_a_hook_that_panics() {
    std::panic::set_hook(Box::new(|_| panic!("the panic hook")));
    call(|_| panic!("the closure"));
}

#[test]
#[cfg_attr(miri, ignore = "Miri cannot start a process")]
fn a_panic_hook_that_panics_ends_the_process() {
    let output = ended("panics_with_a_hook_that_panics");
    assert_aborted(&output);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("while processing panic"), "{said}");
}

/// Recurses until no stack is left.
#[expect(unconditional_recursion, reason = "that is the fault")]
fn overflow(depth: c_int) -> c_int {
    let page = std::hint::black_box([depth; 1024]);
    overflow(depth + 1) + page[usize::from(page[0] == 0)]
}

#[test]
#[ignore = "the next test runs it in a child process"]
fn overflows_the_stack() {
    call(overflow);
}

#[test]
#[cfg_attr(miri, ignore = "Miri cannot start a process")]
#[cfg_attr(windows, ignore = "a stack overflow hangs in Wine")]
fn a_stack_overflow_ends_the_process() {
    let output = ended("overflows_the_stack");
    assert_aborted(&output);
    let said = String::from_utf8_lossy(&output.stderr);
    // The message of Rust, or of a sanitizer.
    assert!(said.contains("overflowed its stack") || said.contains("stack-overflow"), "{said}");
}

#[test]
#[ignore = "the next test runs it in a child process"]
fn returns_while_a_thread_is_inside() {
    let (sender, entered) = channel();
    let closure = move |_| {
        sender.send(()).unwrap();
        loop {
            thread::sleep(Duration::from_secs(1));
        }
    };
    let flash: Registration<'static, Flash, c_int> =
        Flash::new(closure).register(accept, removed).unwrap();
    let parts = Parts::new(flash.function(), flash.context());
    flash.leak();
    thread::spawn(move || {
        let (flash, user) = parts.get();
        // SAFETY: C may call at any time.
        let answer = unsafe { flash(5, user) };
        println!("C was returned to, with {answer}");
    });
    entered.recv().unwrap();
}

#[test]
#[cfg_attr(miri, ignore = "Miri cannot start a process")]
fn main_may_return_while_another_thread_is_inside() {
    let output = ended("returns_while_a_thread_is_inside");
    assert!(output.status.success(), "{output:?}");
}

#[cfg(unix)]
mod unix {
    use callback_tests::{Drops, Parts, accept, removed, run_apart};

    use super::Flash;

    #[test]
    #[ignore = "the next test runs it in a child process"]
    fn forks() {
        let drops = Drops::new();
        let token = drops.token();
        let flash = Flash::new(move |item| {
            token.touch();
            item
        })
        .register(accept, removed)
        .unwrap();
        let (function, user) = Parts::new(flash.function(), flash.context()).get();
        // SAFETY: C may call at any time.
        let call = || unsafe { function(5, user) };
        assert_eq!(call(), 5);
        // SAFETY: no other thread of this process holds a lock that the child needs.
        let child = unsafe { libc::fork() };
        if child == 0 {
            let before = call();
            drop(flash);
            let right = (before, drops.count(), call()) == (5, 1, -1);
            // SAFETY: this ends the child.
            unsafe { libc::_exit(if right { 42 } else { 1 }) };
        }
        assert!(child > 0);
        let mut status = 0;
        // SAFETY: this process has started the child.
        assert_eq!(unsafe { libc::waitpid(child, &raw mut status, 0) }, child);
        assert!(libc::WIFEXITED(status), "{status:#x}");
        assert_eq!(libc::WEXITSTATUS(status), 42);
        assert_eq!((call(), drops.count()), (5, 0), "what the child did is not seen here");
        drop(flash);
        assert_eq!((call(), drops.count()), (-1, 1));
    }

    #[test]
    #[cfg_attr(miri, ignore = "Miri cannot start a process")]
    fn a_child_calls_and_unregisters_what_it_has_a_copy_of() {
        let output = run_apart(module_path!(), "forks");
        assert!(output.status.success(), "{output:?}");
    }
}

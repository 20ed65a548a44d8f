//! Fallbacks that end the process: the word `abort`, and an expression that panics. Each is in a separate process.

use std::ffi::{c_int, c_void};
use std::process::{Output, exit};
use std::ptr;

use callback_runtime::{Registration, callback};
use callback_tests::{accept, removed, run_apart};

/// Returns what the process of a test of this file printed before it aborted. It must not return from the callback.
fn aborted(test: &str) -> String {
    let output = run_apart(module_path!(), test);
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(!said.contains("was returned to"), "{said}");
    assert_aborted(&output);
    String::from_utf8_lossy(&output.stderr).into_owned()
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

macro_rules! aborts {
    ($($test:ident, $apart:ident, $body:block, $says:expr;)*) => {$(
        #[test]
        #[ignore = "the next test runs it in a child process"]
        #[allow(unreachable_code, unused_variables, reason = "some calls have the type `!`")]
        fn $apart() {
            let got: c_int = $body;
            println!("C was returned to, with {got}");
        }

        #[test]
        #[cfg_attr(miri, ignore = "Miri cannot start a process")]
        fn $test() {
            let said = aborted(stringify!($apart));
            assert!(said.contains($says), "{said}");
        }
    )*};
}

#[callback(extern "C" fn(c_int, context: *mut c_void) -> c_int, fallback = abort)]
type Must = dyn FnMut(c_int) -> c_int;

#[callback(extern "C" fn(c_int) -> c_int, context = none, fallback = abort)]
type MustInSlot = dyn FnMut(c_int) -> c_int + Send;

#[callback(extern "C" fn(*const c_int) -> c_int, fallback = abort)]
fn must(item: &c_int) -> c_int {
    *item
}

#[callback(extern "C" fn(c_int, context: *mut c_void), fallback = abort)]
type MustRun = dyn FnMut(c_int);

#[callback(extern "C-unwind" fn(item: c_int, context: *mut c_void) -> c_int, fallback = panics(item))]
type Worse = dyn FnMut(c_int) -> c_int;

#[callback(extern "C-unwind" fn(item: c_int) -> c_int, fallback = panics(item))]
fn worse(_: c_int) -> c_int {
    panic!("the function")
}

fn panics(item: c_int) -> c_int {
    panic!("the fallback of {item}")
}

#[callback(extern "C" fn(c_int, context: *mut c_void) -> !, fallback = abort)]
type Fatal = dyn FnMut(c_int) -> !;

#[callback(extern "C" fn(*const c_int) -> !, fallback = abort)]
fn fatal(code: &c_int) -> ! {
    exit(*code)
}

#[callback(extern "C" fn(c_int) -> !, context = none, fallback = abort)]
type FatalInSlot = dyn FnMut(c_int) -> ! + Send;

aborts! {
    a_closure_that_panics_aborts, must_panics, {
        // SAFETY: the scope lasts.
        Must::new(|_| panic!("the closure")).scope(|function, user| unsafe { function(1, user) })
    }, "callback `Must` declared at";
    a_late_call_aborts, must_late, {
        let kept: Registration<Must, c_int> = Must::new(|item| item).register(accept, removed).unwrap();
        let (function, user) = (kept.function(), kept.context());
        drop(kept);
        // SAFETY: the function answers late calls.
        unsafe { function(1, user) }
    }, "C gets no value, since the fallback is `abort`";
    a_closure_in_a_slot_aborts, slot_panics, {
        let slot = MustInSlot::new(|_| panic!("in a slot")).slot().unwrap();
        // SAFETY: the slot is in use.
        unsafe { slot.function()(1) }
    }, "callback `MustInSlot` declared at";
    an_argument_of_a_function_aborts, must_null, {
        // SAFETY: null is refused.
        unsafe { must(ptr::null()) }
    }, "callback `must` declared at";
    a_closure_without_a_result_aborts, must_run_panics, {
        MustRun::new(|_| panic!("the closure")).scope(|function, user| {
            // SAFETY: the scope lasts.
            unsafe { function(1, user) };
            0
        })
    }, "callback `MustRun` declared at";
    a_fallback_that_panics_aborts, worse_panics, {
        // SAFETY: the scope lasts.
        Worse::new(|_| panic!("the closure")).scope(|function, user| unsafe { function(1, user) })
    }, "the fallback panicked";
    a_fallback_of_a_function_aborts, worse_function, {
        // SAFETY: the function takes any number.
        unsafe { worse(8) }
    }, "callback `worse` declared at";
    a_closure_that_never_returns_may_panic, fatal_panics, {
        // SAFETY: the scope lasts.
        Fatal::new(|_| panic!("fatal")).scope(|function, user| unsafe { function(1, user) })
    }, "callback `Fatal` declared at";
    a_slot_that_never_returns_may_be_late, fatal_late, {
        let slot = FatalInSlot::new(|code| exit(code)).slot().unwrap();
        let function = slot.function();
        drop(slot);
        // SAFETY: the function answers late calls.
        unsafe { function(0) }
    }, "callback `FatalInSlot` declared at";
}

#[test]
fn what_gives_a_value_does_not_abort() {
    // SAFETY: the scope lasts.
    let got = Must::new(|item| item).scope(|function, user| unsafe { function(1, user) });
    let slot = MustInSlot::new(|item| item).slot().unwrap();
    // SAFETY: the slot is in use, and the item is alive.
    assert_eq!((got, unsafe { slot.function()(2) }, unsafe { must(&raw const got) }), (1, 2, 1));
    let mut ran = 0;
    // SAFETY: the scope lasts.
    MustRun::new(|item| ran = item).scope(|function, user| unsafe { function(3, user) });
    assert_eq!(ran, 3);
}

#[test]
#[ignore = "a test below runs it in a child process"]
fn exits_in_a_closure() {
    // SAFETY: the scope lasts.
    Fatal::new(|code| exit(code)).scope(|function, user| unsafe { function(4, user) });
}

static CODE: c_int = 7;

#[test]
#[ignore = "a test below runs it in a child process"]
fn exits_in_a_function() {
    // SAFETY: the code is alive.
    unsafe { fatal(&raw const CODE) }
}

#[test]
#[ignore = "a test below runs it in a child process"]
fn exits_in_a_slot() {
    let slot = FatalInSlot::new(|code| exit(code)).slot().unwrap();
    // SAFETY: the slot is in use.
    unsafe { slot.function()(9) }
}

#[test]
#[cfg_attr(miri, ignore = "Miri cannot start a process")]
fn what_never_returns_ends_as_it_says() {
    let ends = ["exits_in_a_closure", "exits_in_a_function", "exits_in_a_slot"]
        .map(|test| run_apart(module_path!(), test).status.code());
    assert_eq!(ends, [Some(4), Some(7), Some(9)]);
}

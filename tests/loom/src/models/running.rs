//! A callback is unregistered while calls of it are running.

use std::rc::Rc;

use crate::calls::{call, look, take_back, unlist};
use crate::model::{Context, Thread, check, entry, spawn};

/// One caller, and one thread that ends the callback.
#[test]
fn a_closure_outlives_a_call_on_another_thread() {
    check(None, || {
        let context = Context::new();
        let handle = context.list();
        let caller = spawn(move || {
            call(handle, |_| ());
        });
        assert!(unlist(&context, 0));
        caller.join();
        assert!(!call(handle, |_| ()));
    });
}

#[test]
fn a_closure_outlives_calls_on_two_threads() {
    check(2, || {
        let context = Context::new();
        let handle = context.list();
        let callers = [(); 2].map(|()| {
            spawn(move || {
                call(handle, |_| ());
            })
        });
        assert!(unlist(&context, 0));
        callers.into_iter().for_each(Thread::join);
    });
}

/// The second of two calls of one thread is in a second block.
#[test]
fn a_closure_outlives_a_call_inside_a_call() {
    check(4, || {
        let context = Context::new();
        let handle = context.list();
        let caller = spawn(move || {
            call(handle, |_| {
                call(handle, |_| ());
            });
        });
        assert!(unlist(&context, 0));
        caller.join();
    });
}

/// The same for a callback that is given back.
#[test]
fn a_closure_is_given_back_after_a_call_inside_a_call() {
    check(3, || {
        let context = Context::new();
        let handle = context.list();
        let caller = spawn(move || {
            call(handle, |_| {
                call(handle, |_| ());
            });
        });
        take_back(&context);
        caller.join();
    });
}

/// Nested calls on two threads, one of which is refused.
#[test]
fn a_closure_outlives_calls_inside_calls_on_two_threads() {
    check(2, || {
        let context = Context::new();
        let handle = context.list();
        let caller = spawn(move || {
            call(handle, |_| {
                call(handle, |_| ());
            });
        });
        assert!(call(handle, |outer| {
            assert!(look(handle));
            assert!(call(handle, |_| ()));
            outer.touch();
        }));
        assert!(unlist(&context, 0));
        caller.join();
    });
}

/// A thread that calls twice: its second call is written where the first one was.
#[test]
fn a_closure_outlives_the_second_of_two_calls() {
    check(4, || {
        let context = Context::new();
        let handle = context.list();
        let caller = spawn(move || {
            call(handle, |_| ());
            call(handle, |_| ());
        });
        assert!(unlist(&context, 0));
        caller.join();
    });
}

/// The same for a callback that is given back, which requires that all calls have returned.
#[test]
fn a_closure_is_given_back_after_calls_on_two_threads() {
    check(2, || {
        let context = Context::new();
        let handle = context.list();
        let callers = [(); 2].map(|()| {
            spawn(move || {
                call(handle, |_| ());
            })
        });
        take_back(&context);
        callers.into_iter().for_each(Thread::join);
    });
}

/// The place of a call shows another callback: so the call is over, and its effects are seen.
#[test]
fn a_closure_outlives_a_call_before_that_of_another() {
    check(4, || {
        let (one, other) = (Context::new(), Context::new());
        let (handle, other_handle) = (one.list(), other.list());
        let caller = spawn(move || {
            call(handle, |_| ());
            call(other_handle, |_| ());
        });
        assert!(unlist(&one, 0));
        caller.join();
    });
}

/// A thread that waits for one callback does not wait for calls of another.
#[test]
fn a_call_of_another_callback_is_not_waited_for() {
    check(4, || {
        let (one, other) = (Context::new(), Context::new());
        let (handle, other_handle) = (one.list(), other.list());
        let kept = Rc::clone(&one);
        // It would wait for itself.
        assert!(call(other_handle, |_| {
            let caller = spawn(move || {
                call(handle, |_| ());
            });
            assert!(unlist(&kept, 0));
            caller.join();
        }));
        assert!(unlist(&other, 0));
    });
}

/// A thread that asks finds its own calls, and none after all have returned, whatever other threads do.
#[test]
fn who_asks_finds_the_calls_that_are_running() {
    check(2, || {
        let context = Context::new();
        let handle = context.list();
        let caller = spawn(move || {
            call(handle, |context| {
                assert!(entry(handle).is_running());
                call(handle, Context::panic);
                context.touch();
            });
            look(handle);
        });
        let _ = entry(handle).is_running();
        call(handle, |_| assert!(entry(handle).is_running_here()));
        assert!(!entry(handle).is_running_here());
        caller.join();
        assert!(!entry(handle).is_running());
        assert!(unlist(&context, 0));
    });
}

//! Calls that come after a panic, or inside one: what they find, and which thread drops the closure.

use std::rc::Rc;

use crate::calls::{call, look, look_and, unlist};
use crate::model::{Context, Thread, check, spawn};

/// Two calls panic, and this thread ends the callback after its own.
#[test]
fn a_closure_outlives_two_calls_that_panic() {
    check(3, || {
        let context = Context::new();
        let handle = context.list();
        let caller = spawn(move || {
            call(handle, Context::panic);
        });
        call(handle, Context::panic);
        assert!(!call(handle, |_| ()));
        assert!(unlist(&context, 0));
        caller.join();
        assert!(!look(handle));
    });
}

/// A call begins while another one panics: it enters, or it is refused and finds the panic.
#[test]
fn who_is_refused_after_a_panic_finds_that() {
    check(4, || {
        let context = Context::new();
        let handle = context.list();
        let caller = spawn(move || {
            assert!(call(handle, Context::panic));
        });
        if !call(handle, |_| ()) {
            assert!(look_and(handle, |found| assert!(
                found.is_poisoned(),
                "the panic is not seen"
            )));
        }
        caller.join();
        assert!(unlist(&context, 0));
    });
}

/// The same for a nested call, whose outer call goes on.
#[test]
fn a_call_inside_a_call_is_refused_after_a_panic() {
    check(3, || {
        let context = Context::new();
        let handle = context.list();
        let caller = spawn(move || {
            call(handle, Context::panic);
        });
        call(handle, |outer| {
            if !call(handle, |_| ()) {
                assert!(look_and(handle, |found| assert!(found.is_poisoned())));
            }
            outer.touch();
        });
        caller.join();
        assert!(unlist(&context, 0));
    });
}

/// It is ended from inside a call while another one panics: the last of the two drops it.
#[test]
fn the_last_call_buries_it_after_a_panic() {
    check(3, || {
        let context = Context::new();
        let handle = context.list();
        let own = Rc::clone(&context);
        let caller = spawn(move || {
            call(handle, Context::panic);
        });
        if !call(handle, |_| assert!(!unlist(&own, 0))) {
            assert!(unlist(&own, 0));
        }
        caller.join();
        assert!(context.buried_by().is_some());
        assert!(!look(handle));
    });
}

/// A call ends it from inside, and then panics, while another call comes.
#[test]
fn a_call_may_panic_when_it_has_ended_the_callback() {
    check(2, || {
        let context = Context::new();
        let handle = context.list();
        let own = Rc::clone(&context);
        let caller = spawn(move || {
            if !call(handle, |_| ()) {
                look(handle);
            }
        });
        assert!(call(handle, |found| {
            assert!(!unlist(&own, 0));
            found.panic();
            assert!(!look(handle), "it has ended");
        }));
        caller.join();
        assert!(context.buried_by().is_some());
        let second = Context::new();
        let next = second.list();
        assert!(call(next, |_| ()), "it has not panicked");
        assert!(unlist(&second, 0));
    });
}

/// Two threads call while a third one ends it. One of the calls panics.
#[test]
fn a_closure_outlives_calls_on_two_threads_of_which_one_panics() {
    check(2, || {
        let context = Context::new();
        let handle = context.list();
        let callers = [true, false].map(|panics| {
            spawn(move || {
                call(handle, |context| {
                    if panics {
                        context.panic();
                    }
                });
            })
        });
        assert!(unlist(&context, 0));
        callers.into_iter().for_each(Thread::join);
        assert!(!look(handle));
    });
}

//! A fault closes a callback that any thread may call, and the callback can still end.

use crate::model::{Context, call, check, look, spawn, take_back, unlist};

/// Another thread has a fault, and this one ends it: no call enters afterwards.
#[test]
fn a_fault_closes_it_to_all() {
    check(None, || {
        let context = Context::new();
        let handle = context.list();
        let place = context.place();
        let caller = spawn(move || {
            call(handle, |_| place.entry.poison(place.key));
            assert!(!call(handle, |_| ()));
        });
        caller.join();
        assert!(!call(handle, |_| ()));
        assert!(look(handle), "it is there");
        // Of two faults the second one does not open it again.
        place.entry.poison(place.key);
        assert!(!call(handle, |_| ()));
        assert!(look(handle));
        assert!(unlist(&context, 0));
        assert!(!look(handle));
    });
}

/// A fault has come before, and a call that has just begun on another thread is still waited for.
#[test]
fn after_a_fault_a_closure_outlives_a_call_on_another_thread() {
    check(None, || {
        let context = Context::new();
        let handle = context.list();
        let place = context.place();
        let caller = spawn(move || {
            call(handle, |_| ());
        });
        place.entry.poison(place.key);
        assert!(unlist(&context, 0));
        caller.join();
        assert!(!call(handle, |_| ()));
    });
}

/// The same where the fault is that of a call, and the thread that made it ends the callback.
#[test]
fn a_closure_that_had_a_fault_in_a_call_outlives_a_call_on_another_thread() {
    check(2, || {
        let context = Context::new();
        let handle = context.list();
        let place = context.place();
        let caller = spawn(move || {
            call(handle, |_| ());
        });
        call(handle, |_| place.entry.poison(place.key));
        assert!(unlist(&context, 0));
        caller.join();
        assert!(!call(handle, |_| ()));
    });
}

/// The same for one that is given back.
#[test]
fn after_a_fault_a_closure_is_given_back_after_a_call_on_another_thread() {
    check(None, || {
        let context = Context::new();
        let handle = context.list();
        let place = context.place();
        let caller = spawn(move || {
            call(handle, |_| ());
        });
        place.entry.poison(place.key);
        take_back(&context);
        caller.join();
    });
}

//! A panic in a call closes a callback that any thread may call, and the callback can still end.

use std::ptr;

use crate::calls::{call, call_slot, look, look_in_slot, take_back, unlist};
use crate::model::{Context, check, entry, spawn};

/// Another thread panics, and this one ends the callback: no call enters after that.
#[test]
fn a_panic_closes_it_to_all() {
    check(None, || {
        let context = Context::new();
        let handle = context.list();
        let caller = spawn(move || {
            // The second of two panics does not open it again.
            assert!(call(handle, |outer| {
                assert!(call(handle, Context::panic));
                assert!(!call(handle, |_| ()));
                outer.panic();
            }));
            assert!(!call(handle, |_| ()));
        });
        caller.join();
        assert!(!call(handle, |_| ()));
        assert!(look(handle), "it is there");
        assert!(unlist(&context, 0));
        assert!(!look(handle));
    });
}

/// After a panic, the end still waits for a call that has just begun on another thread.
///
/// Of the call that panics, only the poisoning is modeled, because that leaves fewer orders to try.
#[test]
fn after_a_panic_a_closure_outlives_a_call_on_another_thread() {
    check(4, || {
        let context = Context::new();
        let handle = context.list();
        let caller = spawn(move || {
            call(handle, |_| ());
        });
        context.panic();
        assert!(unlist(&context, 0));
        caller.join();
        assert!(!call(handle, |_| ()));
    });
}

/// The same for a callback that is given back.
#[test]
fn after_a_panic_a_closure_is_given_back_after_a_call_on_another_thread() {
    check(4, || {
        let context = Context::new();
        let handle = context.list();
        let caller = spawn(move || {
            call(handle, |_| ());
        });
        context.panic();
        take_back(&context);
        caller.join();
    });
}

/// The same with the whole call that panics, whose thread then ends the callback.
#[test]
fn a_closure_that_panicked_outlives_a_call_on_another_thread() {
    check(2, || {
        let context = Context::new();
        let handle = context.list();
        let caller = spawn(move || {
            call(handle, |_| ());
        });
        call(handle, Context::panic);
        assert!(unlist(&context, 0));
        caller.join();
        assert!(!call(handle, |_| ()));
    });
}

/// A call panics while another thread ends the callback.
#[test]
fn a_closure_outlives_a_call_that_panics_on_another_thread() {
    check(4, || {
        let context = Context::new();
        let handle = context.list();
        let caller = spawn(move || {
            call(handle, Context::panic);
        });
        assert!(unlist(&context, 0));
        assert!(!look(handle), "it is there no more");
        caller.join();
        assert!(!call(handle, |_| ()));
        assert!(!look(handle));
    });
}

/// The same for a callback that is given back.
#[test]
fn a_closure_is_given_back_after_a_call_that_panics_on_another_thread() {
    check(4, || {
        let context = Context::new();
        let handle = context.list();
        let caller = spawn(move || {
            call(handle, Context::panic);
        });
        take_back(&context);
        caller.join();
        assert!(!look(handle));
    });
}

/// The same with the call that panics inside another one, which goes on.
#[test]
fn a_closure_outlives_a_call_around_one_that_panics() {
    check(3, || {
        let context = Context::new();
        let handle = context.list();
        let caller = spawn(move || {
            call(handle, |outer| {
                call(handle, Context::panic);
                outer.touch();
            });
        });
        assert!(unlist(&context, 0));
        caller.join();
        assert!(!look(handle));
    });
}

/// Its place goes to another callback, which a panic of the first one does not close.
#[test]
fn a_panic_does_not_close_the_next_callback() {
    check(3, || {
        let first = Context::new();
        let handle = first.list();
        let caller = spawn(move || {
            call(handle, Context::panic);
        });
        assert!(unlist(&first, 0));
        let second = Context::new();
        let next = second.list();
        assert!(ptr::eq(entry(next), entry(handle)));
        assert!(call(next, |found| assert!(ptr::eq(found, &raw const *second))));
        caller.join();
        assert!(call(next, |_| ()), "it has not panicked");
        assert!(unlist(&second, 0));
    });
}

/// The same for a slot, where both have one key: the call panics in the one that it has entered.
#[test]
fn a_panic_closes_what_is_in_the_slot() {
    check(3, || {
        let first = Context::new();
        let entry = first.slot();
        let caller = spawn(move || {
            call_slot(entry, Context::panic);
        });
        assert!(unlist(&first, 0));
        let second = Context::new();
        assert!(ptr::eq(second.slot(), entry));
        caller.join();
        assert_eq!(call_slot(entry, |_| ()), !second.is_poisoned());
        assert!(look_in_slot(entry, |found| assert!(ptr::eq(found, &raw const *second))));
        assert!(unlist(&second, 0));
        assert!(!look_in_slot(entry, |_| ()));
    });
}

/// The same for a scope in a slot, at whose end all calls have returned.
#[test]
fn a_scope_in_a_slot_outlives_a_call_that_panics() {
    check(3, || {
        let first = Context::new();
        let entry = first.slot();
        let caller = spawn(move || {
            call_slot(entry, Context::panic);
        });
        take_back(&first);
        let second = Context::new();
        assert!(ptr::eq(second.slot(), entry));
        caller.join();
        assert_eq!(call_slot(entry, |_| ()), !second.is_poisoned());
        take_back(&second);
        assert!(!look_in_slot(entry, |_| ()));
    });
}

/// A call that finds a callback that is just put into a slot, and panics at once, closes it.
#[test]
fn a_panic_closes_what_is_being_opened() {
    check(None, || {
        let context = Context::new();
        // A stub can be called before its slot is taken.
        let before = Context::new();
        let entry = before.slot();
        assert!(unlist(&before, 0));
        let caller = spawn(move || {
            call_slot(entry, Context::panic);
        });
        assert!(ptr::eq(context.slot(), entry));
        caller.join();
        assert_eq!(call_slot(entry, |_| ()), !context.is_poisoned());
        assert!(unlist(&context, 0));
    });
}

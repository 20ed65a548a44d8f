//! A panic in a call closes a callback that any thread may call, and the callback can still end.

use std::ptr;
use std::rc::Rc;

use crate::model::{
    Context, Thread, call, call_slot, check, entry, look, look_and, look_in_slot, spawn, take_back,
    unlist,
};

/// Another thread panics, and this one ends the callback: no call enters afterwards.
#[test]
fn a_panic_closes_it_to_all() {
    check(None, || {
        let context = Context::new();
        let handle = context.list();
        let caller = spawn(move || {
            // Of two panics the second one does not open it again.
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

/// A panic comes, and a call that has just begun on another thread is still waited for.
///
/// Of the call that panics, all but the poisoning is left out: there are fewer orders to try.
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

/// The same for one that is given back.
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

/// The same with the whole of the call that panics, whose thread then ends the callback.
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

/// The same for one that is given back.
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

/// The same where the call that panics is inside another, which goes on.
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

/// The same for a slot, where both have one key: the call panics in whichever it has entered.
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

/// The same for a scope in a slot, at the end of which all calls have returned.
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

/// A call that finds what is just being put into a slot, and panics at once, closes it.
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

/// A call begins while another one panics: it enters, or it is refused, and then finds the panic.
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

/// The same for a call inside one that has entered before, and goes on.
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

/// It is ended from inside a call while another one panics: the last of the two buries.
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

/// A call ends it from inside, and panics then, while another call comes.
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

/// Two threads call while a third one ends it; one of the calls panics.
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

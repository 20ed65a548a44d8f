//! A call that does not enter reports to the callback that is there, while that ends or another one comes.

use std::ptr;
use std::rc::Rc;

use crate::calls::{call, call_slot, look, look_and, look_in_slot, take_back, unlist};
use crate::model::{Context, Thread, check, entry, spawn};
use crate::sys::thread::number;

/// A call comes after a panic, and is refused, while another thread ends the callback.
#[test]
fn a_closure_outlives_a_refused_call_on_another_thread() {
    check(4, || {
        let context = Context::new();
        let handle = context.list();
        assert!(call(handle, Context::panic));
        let caller = spawn(move || {
            look(handle);
        });
        assert!(unlist(&context, 0));
        caller.join();
        assert!(!look(handle));
    });
}

/// The same with all that the call does before it is refused.
#[test]
fn a_closure_outlives_a_call_that_comes_after_a_panic() {
    check(2, || {
        let context = Context::new();
        let handle = context.list();
        assert!(call(handle, Context::panic));
        let caller = spawn(move || {
            assert!(!call(handle, |_| ()));
            look(handle);
        });
        assert!(unlist(&context, 0));
        caller.join();
    });
}

/// The same for a callback that is given back.
#[test]
fn a_closure_is_given_back_after_a_refused_call_on_another_thread() {
    check(4, || {
        let context = Context::new();
        let handle = context.list();
        assert!(call(handle, Context::panic));
        let caller = spawn(move || {
            look(handle);
        });
        take_back(&context);
        caller.join();
        assert!(!look(handle));
    });
}

/// Two calls are refused at once.
#[test]
fn a_closure_outlives_refused_calls_on_two_threads() {
    check(2, || {
        let context = Context::new();
        let handle = context.list();
        assert!(call(handle, Context::panic));
        let callers = [(); 2].map(|()| {
            spawn(move || {
                look(handle);
            })
        });
        assert!(unlist(&context, 0));
        callers.into_iter().for_each(Thread::join);
    });
}

/// A refused call inside a call that goes on.
#[test]
fn a_closure_outlives_a_call_around_one_that_is_refused() {
    check(3, || {
        let context = Context::new();
        let handle = context.list();
        let caller = spawn(move || {
            call(handle, |outer| {
                look(handle);
                outer.touch();
            });
        });
        assert!(unlist(&context, 0));
        caller.join();
    });
}

/// It is ended from inside a call while another one is refused: the last of the two drops it.
#[test]
fn the_last_call_buries_it_after_a_refused_one() {
    check(3, || {
        let context = Context::new();
        let handle = context.list();
        let own = Rc::clone(&context);
        let caller = spawn(move || {
            look(handle);
        });
        assert!(call(handle, |_| assert!(!unlist(&own, 0))));
        caller.join();
        assert!(context.buried_by().is_some());
    });
}

/// The fault hook of a refused call ends it.
#[test]
fn a_refused_call_buries_what_its_hook_unregistered() {
    check(3, || {
        let context = Context::new();
        let handle = context.list();
        let own = Rc::clone(&context);
        let caller = spawn(move || {
            call(handle, |_| ());
        });
        assert!(look_and(handle, |_| assert!(!unlist(&own, 0))));
        caller.join();
        assert!(context.buried_by().is_some());
        assert!(!look(handle));
    });
}

/// The same with an owner, who drops it.
#[test]
fn the_owner_buries_what_its_hook_unregistered() {
    check(3, || {
        let context = Context::new();
        let handle = context.list_for(number());
        let own = Rc::clone(&context);
        let caller = spawn(move || {
            look(handle);
        });
        assert!(look_and(handle, |_| assert!(!unlist(&own, number()))));
        assert_eq!(context.buried_by(), Some(number()));
        caller.join();
    });
}

/// A late call is refused while its place goes to another callback, which it does not find.
#[test]
fn a_refused_call_does_not_find_the_next_callback() {
    check(3, || {
        let first = Context::new();
        let handle = first.list();
        let own = Rc::clone(&first);
        let late = spawn(move || {
            look_and(handle, |found| assert!(ptr::eq(found, &raw const *own)));
        });
        assert!(unlist(&first, 0));
        let second = Context::new();
        let next = second.list();
        assert!(ptr::eq(entry(next), entry(handle)));
        assert!(call(next, |_| ()));
        assert!(unlist(&second, 0));
        late.join();
    });
}

/// A slot has one key for both, so the call may find either one while it is there.
#[test]
fn a_refused_call_finds_what_is_in_the_slot() {
    check(3, || {
        let first = Context::new();
        let entry = first.slot();
        let late = spawn(move || {
            look_in_slot(entry, |_| ());
        });
        assert!(unlist(&first, 0));
        let second = Context::new();
        assert!(ptr::eq(second.slot(), entry));
        assert!(call_slot(entry, |_| ()));
        assert!(unlist(&second, 0));
        late.join();
    });
}

/// The same for a call that is not refused.
#[test]
fn a_call_enters_what_is_in_the_slot() {
    check(3, || {
        let first = Context::new();
        let entry = first.slot();
        let late = spawn(move || {
            call_slot(entry, |_| ());
        });
        assert!(unlist(&first, 0));
        let second = Context::new();
        assert!(ptr::eq(second.slot(), entry));
        assert!(unlist(&second, 0));
        late.join();
    });
}

//! A callback belongs to one thread, whose calls write nothing down. It is closed to other threads.

use std::rc::Rc;

use crate::calls::{call_own, look, take_back, unlist};
use crate::model::{Context, Thread, check, entry, spawn};
use crate::sys::thread::number;

/// Another thread calls, and reports that to the callback, while the owner ends it.
#[test]
fn a_closure_outlives_the_report_of_a_foreign_call() {
    check(None, || {
        let context = Context::new();
        let handle = context.list_for(number());
        let caller = spawn(move || {
            number();
            assert!(!call_own(handle, |_| ()), "it is not this thread's");
            look(handle);
        });
        assert!(call_own(handle, |_| ()));
        assert!(unlist(&context, number()));
        caller.join();
        assert!(!look(handle));
    });
}

/// The owner ends it inside two calls: it is dropped by the outer one, after the report.
#[test]
fn the_owner_ends_it_inside_itself() {
    check(None, || {
        let context = Context::new();
        let handle = context.list_for(number());
        let caller = spawn(move || {
            look(handle);
        });
        let own = Rc::clone(&context);
        assert!(call_own(handle, |context| {
            assert!(call_own(handle, |_| assert!(!unlist(&own, number()))));
            context.touch();
            assert!(!call_own(handle, |_| ()), "it has ended");
        }));
        assert_eq!(context.buried_by(), Some(number()));
        caller.join();
    });
}

/// Its place goes to a callback of another thread. Neither of the two threads enters with the other's handle.
#[test]
fn a_place_goes_to_another_owner() {
    check(3, || {
        let first = Context::new();
        let handle = first.list_for(number());
        assert!(unlist(&first, number()));
        let other = spawn(move || {
            let second = Context::new();
            let next = second.list_for(number());
            assert!(!call_own(handle, |_| ()));
            assert!(call_own(next, |found| assert!(std::ptr::eq(found, &raw const *second))));
            assert!(unlist(&second, number()));
        });
        assert!(!call_own(handle, |_| ()));
        assert!(!look(handle));
        other.join();
    });
}

/// A panic closes it, and a call of another thread that is refused meanwhile finds the panic.
#[test]
fn a_panic_closes_it_to_its_owner() {
    check(4, || {
        let context = Context::new();
        let handle = context.list_for(number());
        let caller = spawn(move || {
            assert!(!call_own(handle, |_| ()), "it is not this thread's");
            assert!(look(handle), "it is there");
        });
        assert!(call_own(handle, Context::panic));
        assert!(!call_own(handle, |_| ()));
        assert!(look(handle));
        caller.join();
        assert!(unlist(&context, number()));
        assert!(!look(handle));
    });
}

/// It ends after a panic, while a call of another thread is refused.
#[test]
fn after_a_panic_a_closure_outlives_the_report_of_a_foreign_call() {
    check(4, || {
        let context = Context::new();
        let handle = context.list_for(number());
        let caller = spawn(move || {
            look(handle);
        });
        assert!(call_own(handle, Context::panic));
        assert!(unlist(&context, number()));
        caller.join();
        assert!(!look(handle));
    });
}

/// A call ends it from inside, and then panics.
#[test]
fn the_owner_may_panic_when_it_has_ended_it() {
    check(4, || {
        let context = Context::new();
        let handle = context.list_for(number());
        let caller = spawn(move || {
            look(handle);
        });
        let own = Rc::clone(&context);
        assert!(call_own(handle, |found| {
            assert!(!unlist(&own, number()));
            found.panic();
        }));
        assert_eq!(context.buried_by(), Some(number()));
        caller.join();
        let second = Context::new();
        let next = second.list_for(number());
        assert!(call_own(next, |_| ()), "it has not panicked");
        assert!(unlist(&second, number()));
    });
}

/// It is given back after the report of another thread's call.
#[test]
fn a_closure_is_given_back_after_the_report_of_a_foreign_call() {
    check(4, || {
        let context = Context::new();
        let handle = context.list_for(number());
        let caller = spawn(move || {
            look(handle);
        });
        assert!(call_own(handle, |_| assert!(entry(handle).is_running())));
        // In the order in which it looks: a report counts.
        let _ = entry(handle).is_running();
        take_back(&context);
        caller.join();
        assert!(!entry(handle).is_running());
        assert!(!look(handle));
    });
}

/// The same with calls of two threads that are reported.
#[test]
fn a_closure_outlives_the_reports_of_two_foreign_calls() {
    check(2, || {
        let context = Context::new();
        let handle = context.list_for(number());
        let callers = [(); 2].map(|()| {
            spawn(move || {
                look(handle);
            })
        });
        assert!(unlist(&context, number()));
        callers.into_iter().for_each(Thread::join);
    });
}

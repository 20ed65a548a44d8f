//! A callback belongs to one thread, whose calls write nothing down; others find it closed to them.

use std::rc::Rc;

use crate::model::{Context, call_own, check, look, spawn, unlist};
use crate::thread::number;

/// Another thread calls, and reports to the callback that it did, while the owner ends it.
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

/// The owner ends it inside of two calls: the end comes with the outer one, and after the report.
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

/// Its place goes to a callback of another thread: neither of the two enters with the other's handle.
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

/// A fault closes it, on whichever thread, and for good.
#[test]
fn a_fault_of_a_foreign_call_closes_it() {
    check(None, || {
        let context = Context::new();
        let handle = context.list_for(number());
        let place = context.place();
        let caller = spawn(move || place.entry.poison(place.key));
        call_own(handle, |_| ());
        caller.join();
        assert!(!call_own(handle, |_| ()));
        assert!(look(handle));
        assert!(unlist(&context, number()));
        assert!(!look(handle));
    });
}

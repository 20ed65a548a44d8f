//! A callback is unregistered from inside itself.

use std::rc::Rc;

use crate::calls::{call, unlist};
use crate::model::{Context, Thread, check, spawn};
use crate::sys::thread::number;

/// Nobody owns it: it is dropped by the last of the two calls, on either thread.
#[test]
fn the_last_of_two_calls_buries_what_one_of_them_unregistered() {
    check(4, || {
        let context = Context::new();
        let handle = context.list();
        let caller = spawn(move || {
            call(handle, |_| ());
        });
        let own = Rc::clone(&context);
        assert!(call(handle, |_| assert!(!unlist(&own, 0))));
        caller.join();
        assert!(context.buried_by().is_some());
    });
}

/// A nested call unregisters it: it is dropped by the outer one.
#[test]
fn the_outermost_call_buries_what_the_innermost_unregistered() {
    check(3, || {
        let context = Context::new();
        let handle = context.list();
        let caller = spawn(move || {
            call(handle, |_| ());
        });
        let own = Rc::clone(&context);
        assert!(call(handle, |context| {
            assert!(call(handle, |_| assert!(!unlist(&own, 0))));
            context.touch();
        }));
        caller.join();
        assert!(context.buried_by().is_some());
    });
}

/// The owner drops it, whatever other threads do.
#[test]
fn the_owner_buries_what_it_unregistered_inside() {
    check(4, || {
        let context = Context::new();
        let handle = context.list();
        let caller = spawn(move || {
            call(handle, |_| ());
        });
        let own = Rc::clone(&context);
        let owner = number();
        assert!(call(handle, |_| assert!(!unlist(&own, owner))));
        assert_eq!(context.buried_by(), Some(owner));
        caller.join();
    });
}

/// The same in a nested call: the inner call does not drop it.
#[test]
fn the_owner_buries_it_after_its_outermost_call() {
    check(3, || {
        let context = Context::new();
        let handle = context.list();
        let caller = spawn(move || {
            call(handle, |_| ());
        });
        let own = Rc::clone(&context);
        let owner = number();
        assert!(call(handle, |context| {
            assert!(call(handle, |_| assert!(!unlist(&own, owner))));
            context.touch();
        }));
        assert_eq!(context.buried_by(), Some(owner));
        caller.join();
    });
}

/// The same with two callers.
#[test]
fn the_owner_buries_it_after_two_others() {
    check(2, || {
        let context = Context::new();
        let handle = context.list();
        let callers = [(); 2].map(|()| {
            spawn(move || {
                call(handle, |_| ());
            })
        });
        let own = Rc::clone(&context);
        let owner = number();
        assert!(call(handle, |_| assert!(!unlist(&own, owner))));
        assert_eq!(context.buried_by(), Some(owner));
        callers.into_iter().for_each(Thread::join);
    });
}

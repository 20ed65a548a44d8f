//! A stub knows no handle: it enters whichever callback is in its entry, if that is its thread's.

use std::ptr::{self, NonNull};
use std::rc::Rc;

use crate::model::{Context, call_stub, check, look, spawn, unlist};
use crate::table;
use crate::thread::number;
use crate::visit::{Lent, Visit};

/// The owner ends it, and calls late; then another callback is there.
#[test]
fn a_stub_finds_the_callback_that_is_there() {
    check(None, || {
        let first = Context::new();
        first.list_for(number());
        let entry = first.place().entry;
        assert!(call_stub::<false>(entry, |found| assert!(ptr::eq(found, &raw const *first))));
        assert!(unlist(&first, number()));
        assert!(!call_stub::<false>(entry, |_| ()), "it has ended");
        let second = Context::new();
        second.list_for(number());
        assert!(ptr::eq(second.place().entry, entry));
        assert!(call_stub::<false>(entry, |found| assert!(ptr::eq(found, &raw const *second))));
        assert!(unlist(&second, number()));
    });
}

/// Its owner ends it inside of a call, which is alone in there; so is one of the next callback.
#[test]
fn a_call_that_is_alone_lets_no_other_in() {
    check(None, || {
        let first = Context::new();
        first.list_for(number());
        let (entry, own) = (first.place().entry, Rc::clone(&first));
        assert!(call_stub::<true>(entry, |_| {
            assert!(!call_stub::<true>(entry, |_| ()), "another call is inside");
            assert!(!unlist(&own, number()));
        }));
        assert_eq!(first.buried_by(), Some(number()));
        let second = Context::new();
        second.list_for(number());
        assert!(ptr::eq(second.place().entry, entry));
        for _ in 0..2 {
            assert!(call_stub::<true>(entry, |_| ()), "no call is inside");
        }
        assert!(unlist(&second, number()));
    });
}

/// A fault closes it, on whichever thread, to a stub that does not look at the key.
#[test]
fn a_fault_of_a_foreign_call_closes_it_to_a_stub() {
    check(None, || {
        let context = Context::new();
        let handle = context.list_for(number());
        let place = context.place();
        let caller = spawn(move || {
            assert!(!call_stub::<false>(place.entry, |_| ()), "it is not this thread's");
            place.entry.poison(place.key);
        });
        call_stub::<false>(place.entry, |_| ());
        caller.join();
        assert!(!call_stub::<false>(place.entry, |_| ()));
        assert!(look(handle));
        assert!(unlist(&context, number()));
    });
}

/// A fault that comes as it is opened, by a late call to the callback before it, is not lost.
#[test]
fn a_fault_closes_what_is_being_opened() {
    check(None, || {
        let context = Context::new();
        let place = table::reserve();
        let caller = loom::thread::spawn(move || {
            let found = Lent::enter_closed(place.entry, place.key);
            found.is_some_and(|(_, visit)| {
                place.entry.poison(place.key);
                // SAFETY: entered above.
                unsafe { visit.end() };
                true
            })
        });
        // SAFETY: the place has been taken, and the context stays until the end.
        unsafe { place.entry.open(place.key, NonNull::from(&*context).cast(), number()) };
        let poisoned = caller.join().expect("it does not panic");
        assert_eq!(call_stub::<true>(place.entry, |_| ()), !poisoned);
    });
}

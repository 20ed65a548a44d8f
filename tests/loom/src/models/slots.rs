//! A stub knows no handle: it enters whichever callback is in its entry, if that belongs to its thread.

use std::ptr;
use std::rc::Rc;

use crate::calls::{call_stub, look_in_slot, unlist};
use crate::model::{Context, check, spawn};
use crate::sys::thread::number;

/// The owner ends it, and calls late. Then another callback is there.
#[test]
fn a_stub_finds_the_callback_that_is_there() {
    check(None, || {
        let first = Context::new();
        let entry = first.slot_for(number());
        assert!(call_stub::<false>(entry, |found| assert!(ptr::eq(found, &raw const *first))));
        assert!(unlist(&first, number()));
        assert!(!call_stub::<false>(entry, |_| ()), "it has ended");
        let second = Context::new();
        assert!(ptr::eq(second.slot_for(number()), entry));
        assert!(call_stub::<false>(entry, |found| assert!(ptr::eq(found, &raw const *second))));
        assert!(unlist(&second, number()));
    });
}

/// Its owner ends it inside a call that is alone. The same holds for the next callback.
#[test]
fn a_call_that_is_alone_lets_no_other_in() {
    check(None, || {
        let first = Context::new();
        let (entry, own) = (first.slot_for(number()), Rc::clone(&first));
        assert!(call_stub::<true>(entry, |_| {
            assert!(!call_stub::<true>(entry, |_| ()), "another call is inside");
            assert!(!unlist(&own, number()));
        }));
        assert_eq!(first.buried_by(), Some(number()));
        let second = Context::new();
        assert!(ptr::eq(second.slot_for(number()), entry));
        for _ in 0..2 {
            assert!(call_stub::<true>(entry, |_| ()), "no call is inside");
        }
        assert!(unlist(&second, number()));
    });
}

/// A call inside a call that is alone is refused, and reports that, while a call of another thread is. Then the
/// owner ends it.
#[test]
fn a_closure_outlives_reports_of_calls_inside_a_call() {
    check(4, || {
        let context = Context::new();
        let entry = context.slot_for(number());
        let caller = spawn(move || {
            look_in_slot(entry, |_| ());
        });
        let own = Rc::clone(&context);
        assert!(call_stub::<true>(entry, |_| {
            assert!(!call_stub::<true>(entry, |_| ()), "another call is inside");
            // The fault hook ends it.
            assert!(look_in_slot(entry, |_| assert!(!unlist(&own, number()))));
            assert!(!look_in_slot(entry, |_| ()));
        }));
        assert_eq!(context.buried_by(), Some(number()));
        caller.join();
    });
}

/// A panic closes it to a stub, which does not check the key. A call of another thread finds the panic.
#[test]
fn a_panic_closes_it_to_a_stub() {
    check(4, || {
        let context = Context::new();
        let entry = context.slot_for(number());
        let caller = spawn(move || {
            assert!(!call_stub::<false>(entry, |_| ()), "it is not this thread's");
            assert!(look_in_slot(entry, |_| ()), "it is there");
        });
        assert!(call_stub::<false>(entry, Context::panic));
        assert!(!call_stub::<false>(entry, |_| ()));
        caller.join();
        assert!(look_in_slot(entry, |found| assert!(found.is_poisoned())));
        assert!(unlist(&context, number()));
        assert!(!look_in_slot(entry, |_| ()));
    });
}

/// The next callback in the slot is open although the previous one has panicked. A call of another thread that
/// was meant for the first one finds it.
#[test]
fn a_report_finds_what_is_in_the_slot() {
    check(4, || {
        let first = Context::new();
        let entry = first.slot_for(number());
        let late = spawn(move || {
            look_in_slot(entry, |_| ());
        });
        assert!(call_stub::<true>(entry, Context::panic));
        assert!(unlist(&first, number()));
        let second = Context::new();
        assert!(ptr::eq(second.slot_for(number()), entry));
        assert!(call_stub::<true>(entry, |found| assert!(ptr::eq(found, &raw const *second))));
        assert!(unlist(&second, number()));
        late.join();
    });
}

/// The same if the next one belongs to another thread: each stub finds its own thread's callback or none.
#[test]
fn a_slot_goes_to_another_owner() {
    check(3, || {
        let first = Context::new();
        let entry = first.slot_for(number());
        assert!(unlist(&first, number()));
        let other = spawn(move || {
            let second = Context::new();
            assert!(ptr::eq(second.slot_for(number()), entry));
            assert!(call_stub::<true>(entry, |found| assert!(ptr::eq(found, &raw const *second))));
            assert!(unlist(&second, number()));
        });
        assert!(!call_stub::<true>(entry, |_| ()));
        look_in_slot(entry, |_| ());
        other.join();
    });
}

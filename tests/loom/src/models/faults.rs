//! A fault closes a callback that any thread may call.

use crate::model::{Context, call, check, look, spawn, unlist};

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

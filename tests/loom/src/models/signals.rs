//! A signal handler makes a call when the call that it interrupts has left, and not yet looked whether it
//! is waited for.

use crate::barrier;
use crate::calls::{call, unlist};
use crate::entries::drain;
use crate::entries::hazards;
use crate::model::{Context, check, entry, spawn};

/// A call whose end a signal handler comes into, as `OfAny` does it: what the handler does is `inside`.
fn call_interrupted(handle: usize, inside: impl FnOnce()) {
    let Some(running) = hazards::protect(entry(handle).address()) else {
        call(handle, |_| ());
        return inside();
    };
    barrier::light();
    let found = entry(handle).has(handle);
    // SAFETY: entered above.
    unsafe { hazards::clear(running) };
    inside();
    barrier::light();
    if found && running.is_watched() {
        running.unwatch();
        drain::after_exit();
    }
}

/// Both callbacks end on other threads: each of those is told.
#[test]
fn who_waits_for_the_call_before_a_signal_is_told() {
    check(3, || {
        let (first, second) = (Context::new(), Context::new());
        let (one, two) = (first.list(), second.list());
        let caller = spawn(move || {
            call_interrupted(one, || {
                call(two, |_| ());
            });
        });
        let ender = spawn(move || {
            assert!(unlist(&second, 0));
        });
        assert!(unlist(&first, 0));
        ender.join();
        caller.join();
    });
}

//! A signal handler calls after the interrupted call has left, and before that has checked whether a thread
//! waits for it.

use crate::barrier;
use crate::calls::{call, unlist};
use crate::entries::drain;
use crate::entries::hazards;
use crate::model::{Context, check, entry, spawn};

/// A call whose end a signal handler interrupts, as in `OfAny`. The handler runs `inside`.
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

/// Both callbacks end on other threads, and each of those is notified.
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

//! A call that begins at the moment of a drop. Alone, because the end of any other callback makes a fence on
//! all threads.
//!
//! Only this race needs the fence: one of call and drop has to see the other. The end of another test's
//! callback would hide a missing fence.

use std::ffi::c_int;
use std::ptr;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use callback_runtime::{RawFn, Registration, callback, set_fault_hook};
use callback_tests::{accept, removed, rounds};

#[callback(extern "C", fallback = -1)]
type Flash = dyn Fn(c_int) -> c_int + Send + Sync;

/// The number of the registration that is alive, or 0. Each closure knows its own.
static ALIVE: AtomicUsize = AtomicUsize::new(0);

fn register(number: usize) -> Registration<'static, Flash, c_int> {
    Flash::new(move |item| if ALIVE.load(Ordering::SeqCst) == number { item } else { -2 })
        .register(accept, removed)
        .unwrap()
}

#[test]
fn a_call_that_begins_is_seen_by_the_drop_or_refused() {
    set_fault_hook(|_| {});
    let (user, done, answered) = (AtomicUsize::new(0), AtomicBool::new(false), AtomicUsize::new(0));
    let first = register(0);
    let function: RawFn<Flash> = first.function();
    user.store(first.context().addr(), Ordering::Relaxed);
    // C still calls it until there is another one of the same type.
    drop(first);
    thread::scope(|threads| {
        threads.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                let user = ptr::without_provenance_mut(user.load(Ordering::Relaxed));
                // SAFETY: C may call at any time.
                match unsafe { function(7, user) } {
                    7 => drop(answered.fetch_add(1, Ordering::Relaxed)),
                    answer => assert_eq!(answer, -1),
                }
            }
        });
        for number in 1..=rounds(200_000) {
            let flash = register(number);
            ALIVE.store(number, Ordering::SeqCst);
            user.store(flash.context().addr(), Ordering::Relaxed);
            // Waits for different times, so that the drop meets each moment of a call.
            for _ in 0..number % 64 {
                std::hint::spin_loop();
            }
            drop(flash);
            ALIVE.store(0, Ordering::SeqCst);
        }
        done.store(true, Ordering::Relaxed);
    });
    assert!(answered.into_inner() > 0);
}

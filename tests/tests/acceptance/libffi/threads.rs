//! F22: threads that each make a callback, have it called, and give it back, all at once.

use std::sync::Barrier;
use std::thread;

use callback_runtime::{RawContext, RawFn, callback};

const THREADS: usize = 20;

#[callback(extern "C" fn(f32, f32) -> f32, context = none, slots = 20, fallback = 0.0)]
type Alone = dyn FnMut(f32, f32) -> f32;

#[callback(extern "C", fallback = 0.0)]
type With = dyn FnMut(f32, f32) -> f32;

#[repr(C)]
struct Calls {
    alone: unsafe extern "C" fn(RawFn<Alone>) -> f32,
    with: unsafe extern "C" fn(RawFn<With>, RawContext<With>) -> f32,
}

unsafe extern "C" {
    #[link_name = "f22_tsan"]
    safe static CALLS: Calls;
}

/// Returns what C gets on each of the threads, which are all in their callbacks at once.
fn on_threads(call: impl Fn(&Barrier) -> f32 + Sync) -> Vec<f32> {
    let all = Barrier::new(THREADS);
    thread::scope(|threads| {
        let threads: Vec<_> = (0..THREADS).map(|_| threads.spawn(|| call(&all))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}

#[test]
fn f22_tsan() {
    let answers = on_threads(|all| {
        With::new(|a, b| {
            all.wait();
            assert_eq!((a, b), (4.0, 6.0));
            f32::midpoint(a, b)
        })
        // SAFETY: C calls only during this call.
        .scope(|f, user| unsafe { (CALLS.with)(f, user) })
    });
    assert_eq!(answers, [5.0; THREADS]);
}

#[test]
fn f22_tsan_slots() {
    let answers = on_threads(|all| {
        Alone::new(|a, b| {
            all.wait();
            assert_eq!((a, b), (4.0, 6.0));
            f32::midpoint(a, b)
        })
        // SAFETY: C calls only during this call.
        .scope(|f| unsafe { (CALLS.alone)(f) })
    });
    assert_eq!(answers, [5.0; THREADS]);
}

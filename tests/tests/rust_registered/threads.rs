//! The threads that enter a registered closure, and calls that race with its end. The "C library" is played
//! by Rust, which calls from threads.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use callback_runtime::Fault;
use callback_tests::{Drops, Parts, accept, listen, removed};

use crate::across::{Flash, Kept, Raw, Spark, Tick, flash, parts, signal, spark, wait_for};

#[test]
fn a_closure_that_is_not_send_runs_on_its_thread_alone() {
    let ear = listen("Tick");
    let drops = Drops::new();
    let (token, mut entered) = (drops.token(), 0);
    let tick: Kept<Tick> = Tick::new(move |item| {
        token.touch();
        entered += 1;
        entered * item
    })
    .register(accept, removed)
    .unwrap();
    let parts: Raw<Tick> = parts!(tick);
    let call = move |item| {
        let (tick, user) = parts.get();
        // SAFETY: C may call at any time.
        unsafe { tick(item, user) }
    };
    assert_eq!(call(10), 10);
    assert_eq!(thread::spawn(move || call(10)).join().unwrap(), -1);
    assert_eq!(tick.fault(), Some(Fault::WrongThread));
    assert_eq!(call(10), 20);
    drop(tick);
    assert_eq!(thread::spawn(move || call(10)).join().unwrap(), -1);
    assert_eq!(drops.count(), 1);
    assert_eq!(ear.faults(), [Fault::WrongThread, Fault::Expired]);
    assert_eq!(ear.leaks(), [false, false]);
}

#[test]
fn overlapping_calls_of_an_exclusive_closure_are_refused() {
    let ear = listen("Spark");
    let (entered, inside) = signal();
    let (go_on, told) = signal();
    let drops = Drops::new();
    let token = drops.token();
    let registration: Kept<Spark> = Spark::new(move |item| {
        if item == 1 {
            entered.send(()).unwrap();
            wait_for(&told);
        }
        token.touch();
        item
    })
    .register(accept, removed)
    .unwrap();
    let parts = parts!(registration);
    thread::scope(|threads| {
        let first = threads.spawn(move || spark(parts, 1));
        wait_for(&inside);
        assert_eq!(spark(parts, 2), -1);
        go_on.send(()).unwrap();
        assert_eq!(first.join().unwrap(), 1);
    });
    assert_eq!(spark(parts, 3), 3);
    assert_eq!(registration.fault(), Some(Fault::Reentered));
    drop(registration);
    assert_eq!(drops.count(), 1, "the call that was refused has left");
    assert_eq!(ear.faults(), [Fault::Reentered]);
}

/// The number of runs of a race.
const ROUNDS: usize = if cfg!(miri) { 5 } else { 300 };

/// Whether the captures of a closure are still there.
struct Alive(Arc<AtomicBool>);

impl Drop for Alive {
    fn drop(&mut self) {
        self.0.store(false, Ordering::SeqCst);
    }
}

#[test]
fn calls_and_drops_race() {
    let ear = listen("Flash");
    let current = Mutex::new(None::<Raw<Flash>>);
    let (stop, answers) = (AtomicBool::new(false), AtomicUsize::new(0));
    thread::scope(|threads| {
        for _ in 0..3 {
            threads.spawn(|| {
                while !stop.load(Ordering::SeqCst) {
                    let parts = *current.lock().unwrap();
                    let Some(parts) = parts else { continue };
                    match flash(parts, 7) {
                        7 => drop(answers.fetch_add(1, Ordering::SeqCst)),
                        got => assert_eq!(got, -1),
                    }
                }
            });
        }
        for round in 0..ROUNDS {
            let alive = Alive(Arc::new(AtomicBool::new(true)));
            let seen = Arc::clone(&alive.0);
            let registration: Kept<Flash> = Flash::new(move |item| {
                assert!(alive.0.load(Ordering::SeqCst));
                item
            })
            .register(accept, removed)
            .unwrap();
            *current.lock().unwrap() = Some(parts!(registration));
            while answers.load(Ordering::SeqCst) < round {
                thread::yield_now();
            }
            assert_eq!(registration.fault(), None);
            drop(registration);
            assert!(!seen.load(Ordering::SeqCst));
        }
        stop.store(true, Ordering::SeqCst);
    });
    assert!(ear.faults().iter().all(|&fault| fault == Fault::Expired));
}

#[test]
fn late_calls_race_with_a_closure_that_is_not_send() {
    let ear = listen("Tick");
    let current = Mutex::new(None::<Raw<Tick>>);
    let (stop, calls) = (AtomicBool::new(false), AtomicUsize::new(0));
    let drops = Drops::new();
    thread::scope(|threads| {
        threads.spawn(|| {
            while !stop.load(Ordering::SeqCst) {
                let parts = *current.lock().unwrap();
                if let Some((tick, user)) = parts.as_ref().map(Parts::get) {
                    // SAFETY: C may call at any time.
                    assert_eq!(unsafe { tick(7, user) }, -1);
                }
                calls.fetch_add(1, Ordering::SeqCst);
            }
        });
        for round in 0..ROUNDS {
            let place = Rc::new(RefCell::new(None::<Kept<Tick>>));
            let (own, token) = (Rc::clone(&place), drops.token());
            let tick = Tick::new(move |item| {
                token.touch();
                drop(own.take());
                item
            })
            .register(accept, removed)
            .unwrap();
            let parts: Raw<Tick> = parts!(tick);
            *place.borrow_mut() = Some(tick);
            *current.lock().unwrap() = Some(parts);
            let before = calls.load(Ordering::SeqCst);
            while calls.load(Ordering::SeqCst) < before + 2 {
                thread::yield_now();
            }
            let (tick, user) = parts.get();
            // SAFETY: C may call at any time. The closure drops its own registration.
            assert_eq!(unsafe { tick(7, user) }, 7);
            assert!(place.take().is_none());
            assert_eq!(drops.count(), round + 1);
        }
        stop.store(true, Ordering::SeqCst);
    });
    assert!(ear.leaks().iter().all(|&leaked| !leaked));
}

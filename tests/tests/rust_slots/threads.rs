//! Slots that are taken and given back while calls are running on other threads. The "C library" is played by
//! Rust, which calls from threads.

use std::cell::RefCell;
use std::ffi::c_int;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::channel;
use std::sync::{Arc, Barrier, Mutex};
use std::thread;
use std::time::Duration;

use callback_runtime::__private::{Callback, Slots, kind};
use callback_runtime::{Fault, RawFn, Slot, callback};
use callback_tests::{Drops, listen};

#[callback(extern "C", context = none, slots = 3, fallback = -1)]
type Flash = dyn Fn(c_int) -> c_int + Send + Sync;

#[callback(extern "C", context = none, slots = 2, fallback = -1)]
type Spark = dyn FnMut(c_int) -> c_int + Send;

#[callback(extern "C", context = none, slots = 2, fallback = -1)]
type Tick = dyn FnMut(c_int) -> c_int;

#[callback(extern "C", context = none, slots = 1, fallback = -1)]
type Tack = dyn FnMut(c_int) -> c_int;

/// The number of runs of a race.
const ROUNDS: usize = if cfg!(miri) { 5 } else { 300 };

fn flash(function: RawFn<Flash>, item: c_int) -> c_int {
    // SAFETY: the function of a slot may be called at any time.
    unsafe { function(item) }
}

#[test]
fn a_drop_waits_for_the_call_on_another_thread() {
    let _ear = listen("Spark");
    let (entered, inside) = channel();
    let (go_on, told) = channel();
    let drops = Drops::new();
    let (token, returned) = (drops.token(), Arc::new(AtomicBool::new(false)));
    let returns = Arc::clone(&returned);
    let spark = Spark::new(move |item| {
        token.touch();
        entered.send(()).unwrap();
        told.recv().unwrap();
        returns.store(true, Ordering::SeqCst);
        item
    })
    .slot()
    .unwrap();
    let function = spark.function();
    thread::scope(|threads| {
        // SAFETY: the function of a slot may be called at any time.
        let caller = threads.spawn(move || unsafe { function(4) });
        inside.recv().unwrap();
        assert!(spark.is_running());
        let dropper = threads.spawn(move || drop(spark));
        // The slot is not free until the call has returned.
        go_on.send(()).unwrap();
        dropper.join().unwrap();
        assert!(returned.load(Ordering::SeqCst));
        assert_eq!((drops.count(), caller.join().unwrap()), (1, 4));
    });
}

#[test]
fn a_scope_waits_for_the_call_on_another_thread() {
    let _ear = listen("Flash");
    let (entered, inside) = channel();
    let (go_on, told) = channel();
    let (told, returned) = (Mutex::new(told), AtomicBool::new(false));
    thread::scope(|threads| {
        let caller = Flash::new(|item| {
            entered.send(()).unwrap();
            told.lock().unwrap().recv().unwrap();
            returned.store(true, Ordering::SeqCst);
            item
        })
        .scope(|function| {
            let caller = threads.spawn(move || flash(function, 4));
            inside.recv().unwrap();
            threads.spawn(move || {
                // Enough time for a scope that does not wait to end.
                thread::sleep(Duration::from_millis(50));
                go_on.send(()).unwrap();
            });
            caller
        });
        assert!(returned.load(Ordering::SeqCst));
        assert_eq!(caller.join().unwrap(), 4);
    });
}

#[test]
fn a_late_call_after_a_scope_finds_nothing_on_the_stack() {
    let _ear = listen("Flash");
    let current = Mutex::new(None::<RawFn<Flash>>);
    let (stop, answers) = (AtomicBool::new(false), AtomicUsize::new(0));
    thread::scope(|threads| {
        for _ in 0..2 {
            threads.spawn(|| {
                while !stop.load(Ordering::SeqCst) {
                    let function = *current.lock().unwrap();
                    match function.map(|function| flash(function, 7)) {
                        None | Some(-1) => {}
                        Some(got) => {
                            assert_eq!(got, 7);
                            answers.fetch_add(1, Ordering::SeqCst);
                        }
                    }
                }
            });
        }
        for round in 0..ROUNDS {
            // Borrowed: invalid after the end of the scope.
            let alive = AtomicBool::new(true);
            Flash::new(|item| {
                assert!(alive.load(Ordering::SeqCst));
                item
            })
            .scope(|function| {
                *current.lock().unwrap() = Some(function);
                while answers.load(Ordering::SeqCst) < round {
                    thread::yield_now();
                }
            });
            alive.store(false, Ordering::SeqCst);
        }
        stop.store(true, Ordering::SeqCst);
    });
}

/// The function that all stubs share reports the fault, because there is no context.
#[test]
fn a_late_call_is_reported_by_the_name_of_its_declaration() {
    let ear = listen("Flash");
    let function = Flash::new(|item| item).scope(|function| function);
    assert_eq!(flash(function, 7), -1);
    assert_eq!(ear.faults(), [Fault::Expired]);
}

#[test]
fn a_slot_is_taken_again_while_late_calls_come() {
    let _ear = listen("Flash");
    let functions = Mutex::new(Vec::<RawFn<Flash>>::new());
    let stop = AtomicBool::new(false);
    let drops = Drops::new();
    thread::scope(|threads| {
        for _ in 0..2 {
            threads.spawn(|| {
                while !stop.load(Ordering::SeqCst) {
                    let functions = functions.lock().unwrap().clone();
                    for function in functions {
                        // The answer comes from any of the closures, each of which returns its size.
                        let got = flash(function, 7);
                        assert!(matches!(got, -1 | 8 | 9 | 71), "{got}");
                    }
                }
            });
        }
        for round in 0..ROUNDS {
            let token = drops.token();
            // Closures of different types and sizes, in the same slot.
            let slot = match round % 3 {
                0 => Flash::new(move |item| {
                    token.touch();
                    item + 1
                })
                .slot(),
                1 => {
                    let luggage = [1; 64];
                    Flash::new(move |item| {
                        token.touch();
                        item + luggage.iter().sum::<c_int>()
                    })
                    .slot()
                }
                _ => {
                    let luggage = Box::new(2);
                    Flash::new(move |item| {
                        token.touch();
                        item + *luggage
                    })
                    .slot()
                }
            };
            let slot = slot.expect("two are in use at most");
            let function = slot.function();
            let mut functions = functions.lock().unwrap();
            if !functions.contains(&function) {
                functions.push(function);
            }
            drop(functions);
            thread::yield_now();
            assert_eq!(slot.fault(), None);
            drop(slot);
            assert_eq!(drops.count(), round + 1);
        }
        stop.store(true, Ordering::SeqCst);
    });
}

#[test]
fn two_callbacks_empty_each_others_slots() {
    let _ear = listen("Flash");
    for _ in 0..50 {
        let drops = Drops::new();
        let places: [_; 2] = std::array::from_fn(|_| Arc::new(Mutex::new(None::<Slot<Flash>>)));
        let both_inside = Arc::new(Barrier::new(2));
        let functions = [0, 1].map(|at| {
            let (other, both, token) =
                (Arc::clone(&places[1 - at]), Arc::clone(&both_inside), drops.token());
            let slot = Flash::new(move |item| {
                both.wait();
                let other = other.lock().unwrap().take();
                drop(other);
                token.touch();
                item
            })
            .slot()
            .unwrap();
            let function = slot.function();
            *places[at].lock().unwrap() = Some(slot);
            function
        });
        thread::scope(|threads| {
            for function in functions {
                threads.spawn(move || assert_eq!(flash(function, 3), 3));
            }
        });
        assert_eq!(drops.count(), 2);
    }
}

#[test]
fn slots_are_taken_on_many_threads() {
    let _ear = listen("Flash");
    let live = AtomicUsize::new(0);
    thread::scope(|threads| {
        for thread in 0..4 {
            let live = &live;
            threads.spawn(move || {
                for round in 0..ROUNDS {
                    let number = c_int::try_from(thread * ROUNDS + round).unwrap();
                    let Ok(slot) = Flash::new(move |_| number).slot() else {
                        thread::yield_now();
                        continue;
                    };
                    assert!(live.fetch_add(1, Ordering::SeqCst) < 3);
                    assert_eq!(flash(slot.function(), 0), number);
                    live.fetch_sub(1, Ordering::SeqCst);
                    drop(slot);
                }
            });
        }
    });
}

/// A call has read the cell before any closure was in it, and comes late.
#[test]
fn a_call_that_was_under_way_does_not_enter_what_stays_on_its_thread() {
    let ear = listen("Tack");
    let slot = Tack::new(|item| item).slot().unwrap();
    let cell = &Tack::cells()[0];
    let shared = move || cell.refuse::<kind::FnMut, _, _>(Tack::SITE, -1, ());
    assert_eq!(thread::spawn(shared).join().unwrap(), -1);
    assert_eq!(slot.fault(), Some(Fault::WrongThread));
    drop(slot);
    assert_eq!(ear.faults(), [Fault::WrongThread]);
}

#[test]
fn a_closure_that_is_not_send_runs_on_its_thread_alone() {
    let ear = listen("Tick");
    let drops = Drops::new();
    let own = Rc::new(RefCell::new(None::<Slot<Tick>>));
    let (place, token) = (Rc::clone(&own), drops.token());
    let slot = Tick::new(move |item| {
        drop(place.take());
        token.touch();
        item
    })
    .slot()
    .unwrap();
    let function = slot.function();
    *own.borrow_mut() = Some(slot);
    // SAFETY: the function of a slot may be called at any time.
    let call = move || unsafe { function(5) };
    assert_eq!(thread::spawn(call).join().unwrap(), -1);
    assert_eq!(own.borrow().as_ref().unwrap().fault(), Some(Fault::WrongThread));
    drop(own.take());
    assert_eq!(drops.count(), 1);
    assert_eq!(thread::spawn(call).join().unwrap(), -1);
    assert_eq!(ear.faults(), [Fault::WrongThread, Fault::Expired]);
}

//! Registrations that end while calls are running on other threads. The "C library" is played by
//! Rust, which calls from threads.

use std::cell::RefCell;
use std::ffi::c_int;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Barrier, Condvar, Mutex};
use std::thread::{self, ScopedJoinHandle};

use callback_runtime::{Fault, RawContext, RawFn, Registration, callback};
use callback_tests::{Drops, Parts, accept, listen};

#[callback(extern "C", fallback = -1)]
type Tick = dyn FnMut(c_int) -> c_int;

#[callback(extern "C", fallback = -1)]
type Spark = dyn FnMut(c_int) -> c_int + Send;

#[callback(extern "C", fallback = -1)]
type Flash = dyn Fn(c_int) -> c_int + Send + Sync;

type Kept<C> = Registration<C, c_int>;
type Raw<C> = Parts<RawFn<C>, RawContext<C>>;

macro_rules! parts {
    ($registration:expr) => {
        Parts::new($registration.function(), $registration.context())
    };
}

fn flash(parts: Raw<Flash>, item: c_int) -> c_int {
    let (flash, user) = parts.get();
    // SAFETY: C may call at any time.
    unsafe { flash(item, user) }
}

fn spark(parts: Raw<Spark>, item: c_int) -> c_int {
    let (spark, user) = parts.get();
    // SAFETY: C may call at any time.
    unsafe { spark(item, user) }
}

/// Two ends of "go on": a closure waits at the second for what a test says at the first.
fn signal() -> (Sender<()>, Mutex<Receiver<()>>) {
    let (sender, receiver) = channel();
    (sender, Mutex::new(receiver))
}

fn wait_for(signal: &Mutex<Receiver<()>>) {
    signal.lock().unwrap().recv().unwrap();
}

#[test]
fn a_drop_waits_for_the_call_on_another_thread() {
    let (entered, inside) = signal();
    let (unset, told) = signal();
    let (log, drops) = (Arc::new(Mutex::new(Vec::new())), Drops::new());
    let (own, token) = (Arc::clone(&log), drops.token());
    let registration: Kept<Flash> = Flash::new(move |item| {
        token.touch();
        entered.send(()).unwrap();
        // The drop has begun, and has to wait from here on.
        wait_for(&told);
        own.lock().unwrap().push("the call returns");
        item
    })
    .register(accept, move |_, _| {
        unset.send(()).unwrap();
        Ok(())
    })
    .unwrap();
    let parts = parts!(registration);
    thread::scope(|threads| {
        let caller = threads.spawn(move || flash(parts, 5));
        wait_for(&inside);
        assert!(registration.is_running());
        drop(registration);
        log.lock().unwrap().push("the drop returns");
        assert_eq!(drops.count(), 1);
        assert_eq!(caller.join().unwrap(), 5);
    });
    assert_eq!(*log.lock().unwrap(), ["the call returns", "the drop returns"]);
}

#[test]
fn an_exclusive_closure_is_waited_for_too() {
    let (entered, inside) = signal();
    let (unset, told) = signal();
    let drops = Drops::new();
    let (token, returned) = (drops.token(), Arc::new(AtomicBool::new(false)));
    let (mut calls, returns) = (0, Arc::clone(&returned));
    let registration: Kept<Spark> = Spark::new(move |item| {
        token.touch();
        calls += item;
        entered.send(()).unwrap();
        wait_for(&told);
        returns.store(true, Ordering::SeqCst);
        calls
    })
    .register(accept, move |_, _| {
        unset.send(()).unwrap();
        Ok(())
    })
    .unwrap();
    let parts = parts!(registration);
    thread::scope(|threads| {
        threads.spawn(move || assert_eq!(spark(parts, 5), 5));
        wait_for(&inside);
        // On a third thread.
        threads.spawn(move || drop(registration)).join().unwrap();
        assert!(returned.load(Ordering::SeqCst));
        assert_eq!(drops.count(), 1);
    });
}

#[test]
fn one_that_unregisters_itself_waits_for_the_others() {
    let (entered, inside) = signal();
    let (unset, told) = signal();
    let drops = Drops::new();
    let place = Arc::new(Mutex::new(None::<Kept<Flash>>));
    let (own, token, others) = (Arc::clone(&place), drops.token(), Arc::new(AtomicUsize::new(0)));
    let returned = Arc::clone(&others);
    let registration = Flash::new(move |item| {
        token.touch();
        if item == 1 {
            entered.send(()).unwrap();
            wait_for(&told);
            returned.fetch_add(1, Ordering::SeqCst);
            item
        } else {
            let own = own.lock().unwrap().take();
            drop(own);
            c_int::try_from(returned.load(Ordering::SeqCst)).unwrap() + item
        }
    })
    .register(accept, move |_, _| {
        unset.send(()).unwrap();
        Ok(())
    })
    .unwrap();
    let parts = parts!(registration);
    *place.lock().unwrap() = Some(registration);
    thread::scope(|threads| {
        let other = threads.spawn(move || flash(parts, 1));
        wait_for(&inside);
        assert_eq!(flash(parts, 20), 21);
        assert_eq!(drops.count(), 1);
        assert_eq!(other.join().unwrap(), 1);
    });
}

/// In each of `count` callbacks at once, the registration of the next one is dropped.
fn drop_in_a_circle(count: usize) {
    let drops = Drops::new();
    let places: Arc<Vec<Mutex<Option<Kept<Flash>>>>> =
        Arc::new((0..count).map(|_| Mutex::new(None)).collect());
    let all_inside = Arc::new(Barrier::new(count));
    let mut parts = Vec::new();
    for at in 0..count {
        let (places_of_all, all_inside, token) =
            (Arc::clone(&places), Arc::clone(&all_inside), drops.token());
        let registration = Flash::new(move |item| {
            all_inside.wait();
            let next = places_of_all[(at + 1) % count].lock().unwrap().take();
            drop(next);
            token.touch();
            item
        })
        .register(accept, accept)
        .unwrap();
        parts.push(parts!(registration));
        *places[at].lock().unwrap() = Some(registration);
    }
    thread::scope(|threads| {
        let callers: Vec<ScopedJoinHandle<'_, c_int>> =
            parts.iter().map(|&parts| threads.spawn(move || flash(parts, 3))).collect();
        for caller in callers {
            assert_eq!(caller.join().unwrap(), 3);
        }
    });
    assert_eq!(drops.count(), count);
}

#[test]
fn two_callbacks_unregister_each_other() {
    (0..50).for_each(|_| drop_in_a_circle(2));
}

#[test]
fn three_callbacks_unregister_each_other() {
    (0..50).for_each(|_| drop_in_a_circle(3));
}

#[test]
fn a_closure_comes_back_from_a_thread_that_waits_for_this_one() {
    // In `outer`, C refuses `inner`, and calls it all the same on another thread; where that drops
    // the registration of `outer`, and so waits for this thread.
    let (unset, told) = signal();
    let drops = Drops::new();
    let place = Arc::new(Mutex::new(None::<Kept<Flash>>));
    let (own, token) = (Arc::clone(&place), drops.token());
    let outer = Flash::new(move |item| {
        token.touch();
        let mut caller = None;
        let of_outer = Arc::clone(&own);
        let inner = Flash::new(move |item| {
            drop(of_outer.lock().unwrap().take());
            item
        });
        let refused = inner
            .try_register(
                |function, user| {
                    let parts: Raw<Flash> = Parts::new(function, user);
                    caller = Some(thread::spawn(move || flash(parts, 6)));
                    wait_for(&told);
                    Err(item)
                },
                |_, _| Ok(()),
            )
            .unwrap_err();
        // Nobody is in it any more.
        assert_eq!(caller.unwrap().join().unwrap(), 6);
        assert_eq!((refused.closure)(7), 7);
        refused.error
    })
    .register(accept, move |_, _| {
        unset.send(()).unwrap();
        Ok(())
    })
    .unwrap();
    let parts = parts!(outer);
    *place.lock().unwrap() = Some(outer);
    assert_eq!(flash(parts, 5), 5);
    assert_eq!(drops.count(), 1);
}

#[test]
fn unset_may_wait_until_no_callback_runs() {
    /// A library that counts its calls, and whose `unset` blocks until there is none.
    #[derive(Default)]
    struct Library {
        running: Mutex<usize>,
        idle: Condvar,
    }
    let (entered, inside) = signal();
    let (go_on, told) = signal();
    let library = Arc::new(Library::default());
    let waiting = Arc::clone(&library);
    let drops = Drops::new();
    let token = drops.token();
    let registration: Kept<Flash> = Flash::new(move |item| {
        token.touch();
        entered.send(()).unwrap();
        wait_for(&told);
        item
    })
    .register(accept, move |_, _| {
        go_on.send(()).unwrap();
        let running = waiting.running.lock().unwrap();
        drop(waiting.idle.wait_while(running, |running| *running > 0).unwrap());
        Ok(())
    })
    .unwrap();
    let parts = parts!(registration);
    thread::scope(|threads| {
        let caller = threads.spawn(|| {
            *library.running.lock().unwrap() += 1;
            let got = flash(parts, 8);
            *library.running.lock().unwrap() -= 1;
            library.idle.notify_all();
            got
        });
        wait_for(&inside);
        drop(registration);
        assert_eq!(drops.count(), 1);
        assert_eq!(caller.join().unwrap(), 8);
    });
}

#[test]
fn unset_may_have_another_thread_call_once_more() {
    let drops = Drops::new();
    let token = drops.token();
    let flash: Kept<Flash> = Flash::new(move |item| {
        token.touch();
        item
    })
    .register(accept, |function, user| {
        let parts: Raw<Flash> = Parts::new(function, user);
        let got = thread::spawn(move || flash(parts, 9)).join().unwrap();
        if got == 9 { Ok(()) } else { Err(got) }
    })
    .unwrap();
    assert_eq!((flash.unregister(), drops.count()), (Ok(()), 1));
}

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
    .register(accept, accept)
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
    .register(accept, accept)
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

/// How often a race is run.
const ROUNDS: usize = if cfg!(miri) { 5 } else { 300 };

/// Whether what a closure has captured is still there.
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
            .register(accept, accept)
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
            .register(accept, accept)
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

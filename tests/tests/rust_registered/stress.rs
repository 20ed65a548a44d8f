//! Registrations under random operations on several threads, compared with a simple model. The operations are
//! the same in each run, but not their order. The "C library" is played by Rust.

use std::cell::Cell;
use std::ffi::c_int;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread::{self, JoinHandle};

use callback_runtime::{Fault, RawContext, RawFn, Registration};
use callback_tests::{Parts, Watch, accept, listen, removed, rounds};

use crate::declared::Flash;

type Kept = Registration<'static, Flash, c_int>;
type Raw = Parts<RawFn<Flash>, RawContext<Flash>>;

const THREADS: u64 = 4;
/// The maximum number of registrations, without those that were leaked.
const SLOTS: usize = 6;
const LEAKS: usize = 5;
/// The maximum depth of nested calls.
const DEPTH: usize = 20;

/// A callback as the library knows it, whether or not it is still registered. As many calls must enter the
/// closure as are answered.
struct Known {
    parts: Raw,
    watch: Watch,
    answered: AtomicUsize,
    leaked: AtomicUsize,
}

/// A registration, its callback, and whether it is certain to answer.
#[derive(Default)]
struct Slot {
    registration: Mutex<Option<(Kept, Arc<Known>)>>,
    /// The last callback that was here, for late calls.
    known: Mutex<Option<Arc<Known>>>,
}

#[derive(Default)]
struct World {
    slots: [Slot; SLOTS],
    all: Mutex<Vec<Arc<Known>>>,
    refused: AtomicUsize,
    leaks: AtomicUsize,
    droppers: Mutex<Vec<JoinHandle<()>>>,
}

thread_local! {
    /// Marsaglia's xorshift.
    static RANDOM: Cell<u64> = const { Cell::new(0x2545_F491_4F6C_DD1D) };
    /// The number of calls that this thread is in.
    static INSIDE: Cell<usize> = const { Cell::new(0) };
}

fn below(limit: usize) -> usize {
    let mut random = RANDOM.get();
    random ^= random << 13;
    random ^= random >> 7;
    random ^= random << 17;
    RANDOM.set(random);
    usize::try_from(random >> 33).unwrap() % limit
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap()
}

impl World {
    fn slot(&self) -> &Slot {
        &self.slots[below(SLOTS)]
    }

    /// A callback that does an operation in every third call.
    fn register(self: &Arc<Self>) -> (Kept, Arc<Known>) {
        let watch = Watch::new();
        let (inside, world) = (watch.inside(), Arc::downgrade(self));
        let registration = Flash::new(move |item| {
            INSIDE.set(INSIDE.get() + 1);
            inside.call(|| match world.upgrade() {
                Some(world) if item % 3 == 0 && INSIDE.get() < DEPTH => world.operate(),
                _ => {}
            });
            INSIDE.set(INSIDE.get() - 1);
            item
        })
        .register(accept, removed)
        .unwrap();
        let known = Arc::new(Known {
            parts: Parts::new(registration.function(), registration.context()),
            watch,
            answered: AtomicUsize::new(0),
            leaked: AtomicUsize::new(0),
        });
        lock(&self.all).push(Arc::clone(&known));
        (registration, known)
    }

    /// Makes a call. Returns whether it was answered.
    fn call(&self, known: &Known) -> bool {
        let item = c_int::try_from(below(1000)).unwrap();
        let (flash, user) = known.parts.get();
        let dropped = known.watch.dropped();
        // SAFETY: C may call at any time.
        let answer = unsafe { flash(item, user) };
        if answer == item {
            assert_eq!(dropped, 0, "a call after the end");
            known.answered.fetch_add(1, Ordering::SeqCst);
            return true;
        }
        assert_eq!(answer, -1);
        self.refused.fetch_add(1, Ordering::SeqCst);
        false
    }

    /// Ends a registration, in one way or another.
    fn end(self: &Arc<Self>, ended: Option<(Kept, Arc<Known>)>) {
        let Some((registration, known)) = ended else { return };
        match below(4) {
            0 => assert_eq!(registration.unregister(), Ok(())),
            1 => {
                let dropper = thread::spawn(move || {
                    drop(registration);
                    known.watch.end();
                });
                // The end may have to wait for a call of this thread.
                return lock(&self.droppers).push(dropper);
            }
            2 if self.leaks.fetch_add(1, Ordering::SeqCst) < LEAKS => {
                known.leaked.store(1, Ordering::SeqCst);
                return registration.leak();
            }
            _ => drop(registration),
        }
        // During a call, others may wait for this thread, so another thread may complete the end.
        if INSIDE.get() == 0 {
            known.watch.end();
        }
    }

    fn operate(self: &Arc<Self>) {
        let slot = self.slot();
        match below(10) {
            0 | 1 => {
                let (registration, known) = self.register();
                *lock(&slot.known) = Some(Arc::clone(&known));
                let before = lock(&slot.registration).replace((registration, known));
                self.end(before);
            }
            2 => {
                let ended = lock(&slot.registration).take();
                self.end(ended);
            }
            3 => {
                let other = self.slot();
                let first = lock(&slot.registration).take();
                let second = std::mem::replace(&mut *lock(&other.registration), first);
                let third = std::mem::replace(&mut *lock(&slot.registration), second);
                self.end(third);
            }
            // No other thread has taken it, so it answers. A nested call is an exception: others could then
            // wait for what this thread holds.
            4 if INSIDE.get() == 0 => {
                let held = lock(&slot.registration).take();
                if let Some((_, known)) = &held {
                    assert!(self.call(known), "a call in time");
                }
                let before = std::mem::replace(&mut *lock(&slot.registration), held);
                self.end(before);
            }
            _ => {
                let known = lock(&slot.known).clone();
                if let Some(known) = known {
                    self.call(&known);
                }
            }
        }
    }
}

#[test]
#[cfg_attr(
    all(windows, target_pointer_width = "32"),
    ignore = "Wine for 32 bits does not start so many threads"
)]
fn whatever_is_done_each_call_is_answered_or_refused_and_each_closure_dropped_once() {
    let ear = listen("Flash");
    let world = Arc::new(World::default());
    thread::scope(|threads| {
        for number in 1..=THREADS {
            let world = &world;
            threads.spawn(move || {
                RANDOM.set(number.wrapping_mul(0x9E37_79B9_7F4A_7C15));
                (0..rounds(10_000)).for_each(|_| world.operate());
            });
        }
    });
    for slot in &world.slots {
        let last = lock(&slot.registration).take();
        world.end(last);
    }
    let droppers = std::mem::take(&mut *lock(&world.droppers));
    for dropper in droppers {
        dropper.join().unwrap();
    }

    let all = lock(&world.all);
    let mut leaked = 0;
    for Known { watch, answered, leaked: this, .. } in all.iter().map(|known| &**known) {
        let this = this.load(Ordering::SeqCst);
        assert_eq!((watch.dropped(), watch.late()), (1 - this, 0));
        assert_eq!(watch.entered(), answered.load(Ordering::SeqCst));
        leaked += this;
    }
    assert_eq!((ear.faults().len(), leaked), (world.refused.load(Ordering::SeqCst), LEAKS));
    assert_eq!(ear.count(Fault::Expired), ear.faults().len());
}

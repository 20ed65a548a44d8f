//! The run of a model, with its threads and contexts.

use std::cell::Cell;
use std::ptr::NonNull;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use loom::cell::UnsafeCell;
use loom::thread::JoinHandle;

use crate::alive;
use crate::barrier;
use crate::entries::drain;
use crate::entries::entry::{Claim, Entry};
use crate::entries::hazards;
use crate::entries::table;
use crate::local::{self, Order};
use crate::sync::{AtomicBool, global, repeat};
use crate::sys::thread as number;

/// The key of a callback in a slot: `cell::KEY`.
pub(crate) const KEY: usize = 1;

global! {
    /// The entries of slots. Those of the runtime know their stubs; here, any address will do.
    static SLOTS: [Entry; 2] = repeat![Entry::free(stub()); 2];
}

fn stub() -> *mut () {
    NonNull::<u8>::dangling().as_ptr().cast()
}

/// The hazard pointers of calls that are not nested.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Hazards {
    /// Each thread has its own.
    Own,
    /// Those of the stock, except for the first thread.
    Lent,
    /// The same, kept by each thread until the system reports that it has ended.
    Kept,
}

/// The fences of a system.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Fences {
    /// A fence on all threads.
    Asymmetric,
    /// A fence of each thread.
    Full,
}

std::thread_local! {
    // Loom runs all threads of a model on one.
    static FENCES: Cell<Fences> = const { Cell::new(Fences::Full) };
    static HAZARDS: Cell<Hazards> = const { Cell::new(Hazards::Own) };
}

pub(crate) fn hazards() -> Hazards {
    HAZARDS.get()
}

pub(crate) fn fences() -> Fences {
    FENCES.get()
}

loom::thread_local! {
    /// The number of this thread in the model. The first one is 0.
    static THREAD: Cell<usize> = Cell::new(0);
    /// The number of threads, which the first one knows.
    static THREADS: Cell<usize> = Cell::new(1);
}

/// Returns the number of this thread in the model.
pub(crate) fn thread() -> usize {
    THREAD.with(Cell::get)
}

/// Runs a model with both kinds of fences, and of hazard pointers, in each order of its threads in which no
/// more than `preemptions` times a thread is interrupted that could go on.
pub(crate) fn check(preemptions: impl Into<Option<usize>>, model: fn()) {
    let preemptions = preemptions.into();
    let all = [
        (Fences::Asymmetric, Hazards::Own),
        (Fences::Asymmetric, Hazards::Lent),
        (Fences::Asymmetric, Hazards::Kept),
        (Fences::Full, Hazards::Own),
        (Fences::Full, Hazards::Lent),
    ];
    for (fences, hazards) in all {
        FENCES.set(fences);
        HAZARDS.set(hazards);
        let runs = Arc::new(AtomicUsize::new(0));
        let mut builder = loom::model::Builder::new();
        builder.max_branches = 10_000;
        builder.max_threads = barrier::THREADS;
        builder.preemption_bound = preemptions.or(builder.preemption_bound);
        let count = Arc::clone(&runs);
        builder.check(move || {
            count.fetch_add(1, Ordering::Relaxed);
            warm_up();
            model();
            local::end(Order::DroppedFirst);
        });
        std::println!("{fences:?}, {hazards:?}: {} runs", runs.load(Ordering::Relaxed));
    }
}

/// Initializes the statics here. A thread of the model that did so would synchronize with the others.
fn warm_up() {
    let lent = hazards::protect_lent(stub());
    // SAFETY: entered above.
    unsafe { hazards::clear(lent) };
    lent.give_back();
    barrier::light();
    let context = Context::new();
    let handle = context.list();
    assert!(drain::close_and_wait_for_others(entry(handle)).ensure_idle().is_ok());
    // SAFETY: it was just closed, and no call was in it.
    unsafe { context.claim().give_back() };
}

/// A thread of a model.
pub(crate) struct Thread(JoinHandle<()>);

impl Thread {
    pub(crate) fn join(self) {
        self.0.join().expect("loom ends the model when a thread panics");
    }
}

/// Starts a thread, from the first one.
pub(crate) fn spawn(body: impl FnOnce() + 'static) -> Thread {
    spawn_with(Order::DroppedFirst, body)
}

/// Starts a thread whose variables are destroyed in this order.
pub(crate) fn spawn_with(order: Order, body: impl FnOnce() + 'static) -> Thread {
    let this = THREADS.with(|threads| threads.replace(threads.get() + 1));
    Thread(loom::thread::spawn(move || {
        THREAD.with(|thread| thread.set(this));
        if HAZARDS.get() == Hazards::Own {
            hazards::assign_own();
        }
        body();
        local::end(order);
        alive::end();
    }))
}

/// A context, which reports a use after its end or during it.
pub(crate) struct Context {
    claim: Cell<Option<Claim>>,
    /// Whether a panic has poisoned its gate.
    poisoned: AtomicBool,
    /// The number of the thread that dropped it.
    buried: UnsafeCell<Option<usize>>,
}

impl Context {
    pub(crate) fn new() -> Rc<Self> {
        Rc::new(Self {
            claim: Cell::new(None),
            poisoned: AtomicBool::new(false),
            buried: UnsafeCell::new(None),
        })
    }

    /// Puts it into the table. Returns its handle.
    pub(crate) fn list(&self) -> usize {
        self.list_for(0)
    }

    /// The same, for calls of this thread only.
    pub(crate) fn list_for(&self, owner: usize) -> usize {
        let claim = table::claim();
        self.open(claim, owner);
        claim.key
    }

    /// Puts it into the first free slot, for calls on any thread. Returns the entry.
    pub(crate) fn slot(&self) -> &'static Entry {
        self.slot_for(0)
    }

    /// The same, for calls of this thread only.
    pub(crate) fn slot_for(&self, owner: usize) -> &'static Entry {
        let entry = SLOTS.iter().find(|entry| entry.claim().is_some()).expect("a slot is free");
        // SAFETY: the duties are those of `Claim::give_back`.
        let give_back = |claim: Claim| unsafe { claim.entry.free_again(stub()) };
        self.open(Claim { entry, key: KEY, function: None, give_back }, owner);
        entry
    }

    fn open(&self, claim: Claim, owner: usize) {
        // Stored first, because it may be called at once.
        self.claim.set(Some(claim));
        // SAFETY: the entry was claimed. The models show that the context lives long enough.
        unsafe { claim.entry.open(claim.key, NonNull::from(self).cast(), owner) };
    }

    /// Does what a closure does in a call.
    pub(crate) fn touch(&self) {
        assert_eq!(self.buried_by(), None, "a call after the end");
    }

    /// Does what `Record::poison` does, in a call that panics.
    pub(crate) fn panic(&self) {
        self.poisoned.store(true, Ordering::Relaxed);
        let claim = self.claim();
        claim.entry.poison(claim.key);
    }

    /// Returns whether a call finds the gate poisoned.
    pub(crate) fn is_poisoned(&self) -> bool {
        self.poisoned.load(Ordering::Relaxed)
    }

    pub(crate) fn claim(&self) -> Claim {
        self.claim.get().expect("it is in the table")
    }

    pub(crate) fn bury(&self) {
        let this = number::number();
        // SAFETY: loom checks that nothing else uses it meanwhile.
        let before = self.buried.with_mut(|buried| unsafe { (*buried).replace(this) });
        assert_eq!(before, None, "buried twice");
    }

    pub(crate) fn buried_by(&self) -> Option<usize> {
        // SAFETY: loom checks that nothing writes to it meanwhile.
        self.buried.with(|buried| unsafe { *buried })
    }
}

pub(crate) fn entry(handle: usize) -> &'static Entry {
    table::entry(handle)
}

//! How a model is run, and what it is made of: threads and contexts.

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
use crate::sync::AtomicBool;
use crate::sys::thread as number;

/// The key of a callback in a slot: `cell::KEY`.
pub(crate) const KEY: usize = 1;

/// Which hazard pointers the calls have that are not inside others.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Hazards {
    /// Each thread its own.
    Own,
    /// Those of the stock, but for the first thread.
    Lent,
    /// The same, which each thread keeps, until the system says that it has ended.
    Kept,
}

/// Which fences a system has.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Fences {
    /// One on all threads.
    Asymmetric,
    /// One of each thread's own.
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
    /// Which thread of the model this is; the first one is 0.
    static THREAD: Cell<usize> = Cell::new(0);
    /// How many there are, which the first one knows.
    static THREADS: Cell<usize> = Cell::new(1);
}

/// Which thread of the model this is.
pub(crate) fn thread() -> usize {
    THREAD.with(Cell::get)
}

/// Runs a model with both kinds of fences, and of hazard pointers: each order in which its threads
/// can go, as long as no more than `preemptions` times one is interrupted that could go on.
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

/// Makes the statics here: whoever made one in a model would tell the others what they have seen.
fn warm_up() {
    let lent = hazards::protect_lent(NonNull::<u8>::dangling().as_ptr().cast());
    // SAFETY: entered above.
    unsafe { hazards::clear(lent) };
    lent.give_back();
    barrier::light();
    let context = Context::new();
    let handle = context.list();
    assert!(drain::close_and_wait_for_others(entry(handle)).ensure_idle().is_ok());
    // SAFETY: it has just been closed, and no call was in it.
    unsafe { table::give_back(handle) };
}

/// A thread of a model.
pub(crate) struct Thread(JoinHandle<()>);

impl Thread {
    pub(crate) fn join(self) {
        self.0.join().expect("loom ends the model when a thread panics");
    }
}

/// Begins a thread, from the first one.
pub(crate) fn spawn(body: impl FnOnce() + 'static) -> Thread {
    spawn_with(Order::DroppedFirst, body)
}

/// Begins a thread whose variables end in this order.
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

/// A context, which tells when it is used after its end, or while that comes.
pub(crate) struct Context {
    claim: Cell<Option<Claim>>,
    /// Whether a panic has closed its gate.
    poisoned: AtomicBool,
    /// The number of the thread that buried it.
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

    /// Puts it into the table; gives its handle.
    pub(crate) fn list(&self) -> usize {
        self.list_for(0)
    }

    /// The same, for the calls of one thread alone, which is this one.
    pub(crate) fn list_for(&self, owner: usize) -> usize {
        let claim = table::claim();
        self.open(claim, owner);
        claim.number
    }

    /// Puts it into a slot, for calls on any thread; gives the entry.
    ///
    /// The places of slots are those of the table here, but callbacks in them have one key. What is given
    /// back is taken again at once.
    pub(crate) fn slot(&self) -> &'static Entry {
        self.slot_for(0)
    }

    /// The same, for the calls of one thread alone, which is this one.
    pub(crate) fn slot_for(&self, owner: usize) -> &'static Entry {
        let claim = Claim { key: KEY, ..table::claim() };
        self.open(claim, owner);
        claim.entry
    }

    fn open(&self, claim: Claim, owner: usize) {
        // Before: it may be called at once.
        self.claim.set(Some(claim));
        // SAFETY: the entry has been claimed; that the context stays is what the models show.
        unsafe { claim.entry.open(claim.key, NonNull::from(self).cast(), owner) };
    }

    /// What a closure does in a call.
    pub(crate) fn touch(&self) {
        assert_eq!(self.buried_by(), None, "a call after the end");
    }

    /// What `Record::poison` does, in a call that panics.
    pub(crate) fn panic(&self) {
        self.poisoned.store(true, Ordering::Relaxed);
        let claim = self.claim();
        claim.entry.poison(claim.key);
    }

    /// Whether who finds it finds the gate closed by a panic.
    pub(crate) fn is_poisoned(&self) -> bool {
        self.poisoned.load(Ordering::Relaxed)
    }

    pub(crate) fn claim(&self) -> Claim {
        self.claim.get().expect("it is in the table")
    }

    pub(crate) fn bury(&self) {
        let this = number::number();
        // SAFETY: loom sees to it that nobody else uses it meanwhile.
        let before = self.buried.with_mut(|buried| unsafe { (*buried).replace(this) });
        assert_eq!(before, None, "buried twice");
    }

    pub(crate) fn buried_by(&self) -> Option<usize> {
        // SAFETY: loom sees to it that nobody writes to it meanwhile.
        self.buried.with(|buried| unsafe { *buried })
    }
}

pub(crate) fn entry(handle: usize) -> &'static Entry {
    table::entry(handle)
}

//! Which callbacks are running, and on which threads: hazard pointers.
//!
//! Each thread has hazard pointers of its own, one for each call that it is in, and writes them
//! without a lock or an atomic exchange. No two threads write to one cache line.

use core::cell::Cell;
use core::iter;
use core::ptr;
use std::boxed::Box;

use crate::local::{self, local};
use crate::sizes::DEPTH;
use crate::sync::{AtomicPtr, AtomicUsize, Ordering, constructor, global, repeat, thread_local};
use crate::thread;

/// The callback that a call is in, or null.
type Hazard = AtomicPtr<()>;

/// Some hazard pointers of one thread.
///
/// Blocks are never freed: a thread that ends leaves its own to another.
#[repr(C, align(128))]
struct Block {
    hazards: [Hazard; DEPTH],
    end: End,
    /// The number of the thread, or 0.
    owner: AtomicUsize,
    /// The next in the list of all.
    next: *const Block,
}

/// What comes after the last hazard pointer of a block.
#[repr(C)]
struct End {
    /// Not null, so it looks as if it were in use.
    full: Hazard,
    /// Where the thread goes on; null until it has been here.
    more: AtomicPtr<Block>,
}

impl End {
    constructor! {
        fn new() -> Self {
            Self {
                full: AtomicPtr::new(ptr::without_provenance_mut(1)),
                more: AtomicPtr::new(ptr::null_mut()),
            }
        }
    }
}

global! {
    /// The end of no block: where a thread starts, which has none.
    static NOWHERE: End = End::new();
}

global! {
    /// All blocks.
    static BLOCKS: AtomicPtr<Block> = AtomicPtr::new(ptr::null_mut());
}

local! {
    /// The first hazard pointer of this thread that is not in use, or an end.
    static CURSOR: *const Hazard = &raw const NOWHERE.full;
}

/// A call that is written down.
#[derive(Clone, Copy)]
pub(crate) struct Running(*const Hazard);

/// Writes down that this thread is in a call of `callback`, which is any address but null.
///
/// In the order that a signal handler needs which makes such a call, too: it finds the cursor moved.
#[inline(always)]
pub(crate) fn enter(callback: *const ()) -> Running {
    let mut hazard = local::get(&CURSOR, &raw const NOWHERE.full);
    // SAFETY: the cursor points to a hazard pointer or to an end, and blocks are never freed.
    if !unsafe { &*hazard }.load(Ordering::Relaxed).is_null() {
        hazard = go_on(hazard);
    }
    // SAFETY: not an end, so there is another, or an end, after it.
    local::set(&CURSOR, unsafe { hazard.add(1) });
    // Release: who reads this sees what the call before it, in the same place, did.
    // SAFETY: as above.
    unsafe { &*hazard }.store(callback.cast_mut(), Ordering::Release);
    Running(hazard)
}

/// Writes down that a call has ended.
///
/// # Safety
///
/// - `running` is what [`enter`] returned to the innermost call of this thread that has not left.
#[inline(always)]
pub(crate) unsafe fn leave(running: Running) {
    // SAFETY: it points to a hazard pointer, and blocks are never freed.
    unsafe { &*running.0 }.store(ptr::null_mut(), Ordering::Release);
    local::set(&CURSOR, running.0);
}

/// The threads that are in a call of `callback`, once for each such call.
pub(crate) fn threads_in(callback: *const ()) -> impl Iterator<Item = usize> {
    blocks().flat_map(move |block| {
        let in_it = move |hazard: &&Hazard| ptr::eq(hazard.load(Ordering::Acquire), callback);
        block.hazards.iter().filter(in_it).map(|_| block.owner.load(Ordering::Relaxed))
    })
}

/// The first hazard pointer of the block after the end that `hazard` is.
#[cold]
#[inline(never)]
fn go_on(hazard: *const Hazard) -> *const Hazard {
    // SAFETY: what is in use where the cursor points is the first field of an end.
    let end = unsafe { &*hazard.cast::<End>() };
    let mut block = end.more.load(Ordering::Relaxed).cast_const();
    if block.is_null() {
        block = acquire();
        if !ptr::eq(hazard, &raw const NOWHERE.full) {
            end.more.store(block.cast_mut(), Ordering::Relaxed);
        }
    }
    block.cast()
}

/// A block for this thread: one that a thread has left, or a new one.
fn acquire() -> *const Block {
    let owner = thread::number();
    // Where the variable has been destroyed, the thread is ending: it keeps the block.
    let _ = ENDING.try_with(|ending| ending.0.set(owner));
    let left = |block: &&Block| {
        block.owner.compare_exchange(0, owner, Ordering::Acquire, Ordering::Relaxed).is_ok()
    };
    if let Some(block) = blocks().find(left) {
        return block;
    }
    let block = Box::into_raw(Box::new(Block {
        hazards: repeat![AtomicPtr::new(ptr::null_mut()); DEPTH],
        end: End::new(),
        owner: AtomicUsize::new(owner),
        next: ptr::null(),
    }));
    let mut head = BLOCKS.load(Ordering::Relaxed);
    loop {
        // SAFETY: nobody else has the block yet.
        unsafe { (*block).next = head };
        match BLOCKS.compare_exchange_weak(head, block, Ordering::Release, Ordering::Relaxed) {
            Ok(_) => return block,
            Err(now) => head = now,
        }
    }
}

/// All blocks.
fn blocks() -> impl Iterator<Item = &'static Block> {
    let first = BLOCKS.load(Ordering::Acquire).cast_const();
    // SAFETY: what is in the list is a block, and is never freed.
    let deref = |block: *const Block| unsafe { block.as_ref() };
    iter::successors(deref(first), move |block| deref(block.next))
}

/// Leaves the blocks of the thread that has this number to others when it ends.
///
/// It keeps the number, which may have ended before: then [`thread::current`] is 0, and so is the
/// owner of the blocks that others are about to take.
struct Ending(Cell<usize>);

thread_local! {
    static ENDING: Ending = const { Ending(Cell::new(0)) };
}

impl Drop for Ending {
    fn drop(&mut self) {
        let this = self.0.get();
        let own = || blocks().filter(|block| block.owner.load(Ordering::Relaxed) == this);
        let in_use = |hazard: &Hazard| !hazard.load(Ordering::Relaxed).is_null();
        // `exit` runs this, too, and may have been called from inside a call.
        if own().any(|block| block.hazards.iter().any(in_use)) {
            return;
        }
        local::set(&CURSOR, &raw const NOWHERE.full);
        for block in own() {
            block.end.more.store(ptr::null_mut(), Ordering::Relaxed);
            block.owner.store(0, Ordering::Release);
        }
    }
}

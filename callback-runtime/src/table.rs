//! The handles by which C knows callbacks that are registered: places in a table, never addresses.

use core::array;
use core::hash::BuildHasher;
use core::ptr::{self, NonNull};
use std::boxed::Box;
use std::vec::Vec;

use crate::entry::{Entry, Place};
use crate::sizes::{CHUNK, GENERATIONS, INDEX_BITS};
use crate::sync::{
    AtomicPtr, Mutex, MutexGuard, Ordering, PoisonError, RandomState, global, repeat,
};

const INDICES: usize = 1 << INDEX_BITS;

type Chunk = [Entry; CHUNK];

global! {
    static CHUNKS: [AtomicPtr<Chunk>; INDICES / CHUNK] =
        repeat![AtomicPtr::new(ptr::null_mut()); INDICES / CHUNK];
}

/// A place in the table, and which of the callbacks that are there one after another.
#[derive(Clone, Copy)]
struct Turn {
    index: usize,
    /// From 1 to `GENERATIONS`, so that no handle is null.
    generation: usize,
}

/// The places that can be taken.
struct Free {
    /// Those that have been given back.
    again: Vec<Turn>,
    /// The first of those that have never been taken.
    next: usize,
    /// Chooses where generations begin, so that a handle does not become another one by a few bits.
    begin: Option<RandomState>,
}

global! {
    static FREE: Mutex<Free> = Mutex::new(Free { again: Vec::new(), next: 0, begin: None });
}

/// A handle as C has it.
pub(crate) fn pointer(handle: usize) -> *mut () {
    ptr::without_provenance_mut(handle)
}

/// The entry that a handle is for: any value at all that C may pass.
#[inline(always)]
pub(crate) fn entry(handle: usize) -> Option<&'static Entry> {
    let index = handle % INDICES;
    let chunk = CHUNKS[index / CHUNK].load(Ordering::Acquire);
    // SAFETY: null or a chunk, which is never freed.
    let chunk = unsafe { chunk.as_ref() }?;
    Some(&chunk[index % CHUNK])
}

/// Puts a context into the table. The number of its place is its handle.
///
/// # Panics
///
/// When the table is full.
pub(crate) fn insert(context: NonNull<()>) -> Place {
    let Turn { index, generation } = take();
    let handle = generation << INDEX_BITS | index;
    let entry = entry(handle).expect("the chunk was made");
    entry.open(handle, context);
    Place { entry, number: handle, vacate: remove }
}

/// Gives a place back, to which no handle leads any more.
pub(crate) fn remove(handle: usize) {
    let (index, generation) = (handle % INDICES, handle >> INDEX_BITS);
    let mut free = lock();
    let turn = Turn { index, generation: generation % GENERATIONS + 1 };
    // Where the generations have gone round, the place stays empty for ever.
    if turn.generation != free.begin(index) {
        free.again.push(turn);
    }
}

fn take() -> Turn {
    let mut free = lock();
    if let Some(turn) = free.again.pop() {
        return turn;
    }
    let index = free.next;
    assert!(index < INDICES, "too many callbacks are registered in this process");
    if index % CHUNK == 0 {
        // Whatever C makes up that leads to an entry has the index of that entry, and with `FENCED`
        // flipped that of the one beside it. This has neither.
        let chunk = Box::new(array::from_fn(|at| Entry::new((index + at) ^ 2)));
        CHUNKS[index / CHUNK].store(Box::into_raw(chunk), Ordering::Release);
    }
    free.next += 1;
    Turn { index, generation: free.begin(index) }
}

impl Free {
    /// The first generation of a place.
    fn begin(&mut self, index: usize) -> usize {
        let hash = self.begin.get_or_insert_with(RandomState::new).hash_one(index);
        // What is cut off is as random as the rest.
        #[allow(clippy::cast_possible_truncation)]
        let hash = hash as usize;
        hash % GENERATIONS + 1
    }
}

fn lock() -> MutexGuard<'static, Free> {
    // A panic under the lock leaves all as it was.
    FREE.lock().unwrap_or_else(PoisonError::into_inner)
}

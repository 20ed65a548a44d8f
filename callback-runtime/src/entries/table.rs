//! The handles by which C knows callbacks that are registered: places in a table, never addresses.

use core::hash::BuildHasher;
use core::ptr;
use std::boxed::Box;
use std::vec::Vec;

use crate::entries::entry::{Claim, Entry};
use crate::entries::sizes::{CHUNK, CHUNK_SHIFT, CHUNKS, GENERATIONS, OFFSET_SHIFT};
use crate::sys::sync::{
    AtomicPtr, Mutex, MutexGuard, Ordering, PoisonError, RandomState, global, repeat,
};

/// The lowest bit of a handle that says which of the callbacks that have its place one after another.
const GENERATION_SHIFT: u32 = OFFSET_SHIFT + CHUNK.ilog2();
/// How many values the bits below the place have: what C makes up may have any of them.
const TABLE_LEN: usize = 1 << OFFSET_SHIFT;

global! {
    /// The first chunk, to which everything leads for which there is no other.
    static FIRST: [Entry; CHUNK] = repeat![Entry::new(); CHUNK];
}

global! {
    /// The first entries of all chunks, at what is below the place in a handle.
    static TABLE: [AtomicPtr<Entry>; TABLE_LEN] =
        repeat![AtomicPtr::new((&raw const FIRST[0]).cast_mut()); TABLE_LEN];
}

/// A place in the table, and which of the callbacks that are there one after another.
#[derive(Clone, Copy)]
struct HandleParts {
    index: usize,
    /// From 1 to `GENERATIONS`, so that no handle is null.
    generation: usize,
}

impl HandleParts {
    fn of(handle: usize) -> Self {
        let chunk = (handle % TABLE_LEN) >> CHUNK_SHIFT;
        Self { index: chunk * CHUNK + offset(handle), generation: handle >> GENERATION_SHIFT }
    }

    fn handle(self) -> usize {
        let Self { index, generation } = self;
        let (offset, chunk) = (index % CHUNK, index / CHUNK);
        (generation << GENERATION_SHIFT) | (offset << OFFSET_SHIFT) | (chunk << CHUNK_SHIFT)
    }
}

/// Which place of its chunk a handle leads to.
#[inline(always)]
fn offset(handle: usize) -> usize {
    (handle >> OFFSET_SHIFT) % CHUNK
}

/// The places that can be taken.
pub(crate) struct Free {
    /// Those that have been given back.
    returned: Vec<HandleParts>,
    /// The first of those that have never been taken.
    next: usize,
    /// Chooses where generations begin, so that a handle does not become another one by a few bits.
    seed: Option<RandomState>,
}

global! {
    static FREE: Mutex<Free> = Mutex::new(Free { returned: Vec::new(), next: 0, seed: None });
}

/// A handle as C has it.
pub(crate) fn pointer(handle: usize) -> *mut () {
    ptr::without_provenance_mut(handle)
}

/// The entry that a handle leads to: any value at all that C may pass.
#[inline(always)]
pub(crate) fn entry(handle: usize) -> &'static Entry {
    let first = TABLE[handle % TABLE_LEN].load(Ordering::Acquire);
    // SAFETY: a chunk has so many entries.
    let entry = unsafe { first.add(offset(handle)) };
    // SAFETY: chunks are never freed.
    unsafe { &*entry }
}

/// Takes a place in the table. Its number is its key: the handle.
///
/// # Panics
///
/// When the table is full.
pub(crate) fn claim() -> Claim {
    let handle = claim_parts().handle();
    Claim { entry: entry(handle), key: handle, number: handle, give_back }
}

/// Gives a place back, to which no handle leads any more.
///
/// # Safety
///
/// - As for [`Claim::give_back`].
pub(crate) unsafe fn give_back(handle: usize) {
    let HandleParts { index, generation } = HandleParts::of(handle);
    let mut free = lock();
    let parts = HandleParts { index, generation: generation % GENERATIONS + 1 };
    // Where the generations have gone round, the place stays empty for ever.
    if parts.generation != free.first_generation(index) {
        free.returned.push(parts);
    }
}

fn claim_parts() -> HandleParts {
    let mut free = lock();
    if let Some(parts) = free.returned.pop() {
        return parts;
    }
    if free.next == 0 {
        // Where null leads.
        FIRST[0].retire();
        free.next = 1;
    }
    let index = free.next;
    assert!(index < CHUNKS * CHUNK, "too many callbacks are registered in this process");
    if index % CHUNK == 0 {
        let chunk: Box<[Entry]> = (0..CHUNK).map(|_| Entry::new()).collect();
        TABLE[(index / CHUNK) << CHUNK_SHIFT]
            .store(Box::leak(chunk).as_mut_ptr(), Ordering::Release);
    }
    free.next += 1;
    HandleParts { index, generation: free.first_generation(index) }
}

impl Free {
    /// The first generation of a place.
    fn first_generation(&mut self, index: usize) -> usize {
        let hash = self.seed.get_or_insert_with(RandomState::new).hash_one(index);
        // What is cut off is as random as the rest.
        #[allow(clippy::cast_possible_truncation)]
        let hash = hash as usize;
        hash % GENERATIONS + 1
    }
}

pub(crate) type Guard = MutexGuard<'static, Free>;

pub(crate) fn lock() -> Guard {
    // A panic under the lock leaves all as it was.
    FREE.lock().unwrap_or_else(PoisonError::into_inner)
}

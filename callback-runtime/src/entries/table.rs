//! The table of entries, and the handles by which C knows registered callbacks. A handle is never an address.

use core::hash::BuildHasher;
use core::ptr;
use std::boxed::Box;
use std::vec::Vec;

use crate::entries::entry::{Claim, Entry};
use crate::entries::sizes::{CHUNK, CHUNK_SHIFT, CHUNKS, GENERATIONS, OFFSET_SHIFT};
use crate::sys::sync::{
    AtomicPtr, Mutex, MutexGuard, Ordering, PoisonError, RandomState, global, repeat,
};

/// The lowest bit of the generation in a handle.
const GENERATION_SHIFT: u32 = OFFSET_SHIFT + CHUNK.ilog2();
/// The length of `TABLE`: one element for each value of the bits below the offset, because C may pass any value.
const TABLE_LEN: usize = 1 << OFFSET_SHIFT;

global! {
    /// The first chunk. Each element of `TABLE` that has no other chunk leads here.
    static FIRST: [Entry; CHUNK] = repeat![Entry::new(); CHUNK];
}

global! {
    /// The first entry of each chunk, indexed by the bits of a handle below the offset.
    static TABLE: [AtomicPtr<Entry>; TABLE_LEN] =
        repeat![AtomicPtr::new((&raw const FIRST[0]).cast_mut()); TABLE_LEN];
}

/// A handle in its parts: an entry of the table, and the generation of its callback.
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

/// The offset in its chunk of the entry that a handle leads to.
#[inline(always)]
fn offset(handle: usize) -> usize {
    (handle >> OFFSET_SHIFT) % CHUNK
}

/// The entries that can be claimed.
pub(crate) struct Free {
    /// Those that have been given back.
    returned: Vec<HandleParts>,
    /// The first of those that have never been claimed.
    next: usize,
    /// Chooses the first generations, so that no handle differs from another one in a few bits only.
    seed: Option<RandomState>,
}

global! {
    static FREE: Mutex<Free> = Mutex::new(Free { returned: Vec::new(), next: 0, seed: None });
}

/// The handle as C has it.
pub(crate) fn pointer(handle: usize) -> *mut () {
    ptr::without_provenance_mut(handle)
}

/// The entry that a handle leads to, for any value that C may pass.
#[inline(always)]
pub(crate) fn entry(handle: usize) -> &'static Entry {
    let first = TABLE[handle % TABLE_LEN].load(Ordering::Acquire);
    // SAFETY: a chunk has `CHUNK` entries, and the offset is smaller.
    let entry = unsafe { first.add(offset(handle)) };
    // SAFETY: chunks are never freed.
    unsafe { &*entry }
}

/// Claims an entry of the table. Its key is the handle.
///
/// # Panics
///
/// When the table is full.
pub(crate) fn claim() -> Claim {
    let handle = claim_parts().handle();
    Claim { entry: entry(handle), key: handle, function: None, give_back }
}

/// Gives an entry back. Its handle leads nowhere from then on.
///
/// # Safety
///
/// - As for [`Claim::give_back`].
pub(crate) unsafe fn give_back(claim: Claim) {
    let HandleParts { index, generation } = HandleParts::of(claim.key);
    let mut free = lock();
    let parts = HandleParts { index, generation: generation % GENERATIONS + 1 };
    // After the last generation the entry is not used again.
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
        // The entry that null leads to.
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
    /// The first generation of an entry.
    fn first_generation(&mut self, index: usize) -> usize {
        let hash = self.seed.get_or_insert_with(RandomState::new).hash_one(index);
        // The bits that are cut off are as random as the rest.
        #[allow(clippy::cast_possible_truncation)]
        let hash = hash as usize;
        hash % GENERATIONS + 1
    }
}

pub(crate) type Guard = MutexGuard<'static, Free>;

pub(crate) fn lock() -> Guard {
    // A panic under the lock leaves the state as it was.
    FREE.lock().unwrap_or_else(PoisonError::into_inner)
}

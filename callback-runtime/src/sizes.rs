//! How large the tables are. The models of `tests/loom` have smaller ones.

/// How many threads of C's may be alive that have made a call, and calls inside others be running,
/// before one allocates.
pub(crate) const HAZARDS: usize = 128;

/// What a handle that leads to the next entry has more: the size of an entry, so that to find one
/// takes no multiplication.
pub(crate) const UNIT: usize = if usize::BITS == 64 { 32 } else { 16 };

/// The table grows by so many entries at a time, which then stay where they are.
pub(crate) const CHUNK: usize = 4096;

/// How many chunks there can be.
pub(crate) const CHUNKS: usize = if usize::BITS == 64 { 256 } else { 8 };

/// How many callbacks have a place in the table one after another: what is left of a handle beside
/// the place.
pub(crate) const GENERATIONS: usize = usize::MAX / (CHUNKS * CHUNK);

//! How large the tables are. The models of `tests/loom` have smaller ones.

/// How many calls may be running, one inside another, before a thread needs a second block.
pub(crate) const DEPTH: usize = 12;

/// The bits of a handle that are its place in the table; those above are the generation.
pub(crate) const INDEX_BITS: u32 = if usize::BITS == 64 { 20 } else { 15 };

/// How many callbacks have a place in the table one after another.
pub(crate) const GENERATIONS: usize = usize::MAX >> INDEX_BITS;

/// The table grows by so many entries at a time, which then stay where they are.
pub(crate) const CHUNK: usize = 256;

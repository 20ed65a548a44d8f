//! How large the tables are: as small as can be with everything in them still happening.

pub(crate) const DEPTH: usize = 1;

/// The least with which the index of an entry, of its neighbour, and of the handle that nobody gets
/// all differ.
pub(crate) const INDEX_BITS: u32 = 2;

pub(crate) const GENERATIONS: usize = 3;

pub(crate) const CHUNK: usize = 2;

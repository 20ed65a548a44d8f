//! How large the tables are: as small as can be with everything in them still happening.

pub(crate) const HAZARDS: usize = 1;

pub(crate) const CHUNK_SHIFT: u32 = 0;

pub(crate) const OFFSET_SHIFT: u32 = 1;

/// The least with which the index of an entry differs in each of the bits that keys have flipped.
pub(crate) const CHUNK: usize = 8;

pub(crate) const CHUNKS: usize = 2;

pub(crate) const GENERATIONS: usize = 3;

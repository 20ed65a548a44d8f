//! The sizes of the tables: as small as possible, with all cases still occurring.

pub(crate) const HAZARDS: usize = 1;

pub(crate) const CHUNK_SHIFT: u32 = 0;

pub(crate) const OFFSET_SHIFT: u32 = 1;

/// The smallest size at which the index of an entry differs in each of the bits that are flipped in keys.
pub(crate) const CHUNK: usize = 8;

pub(crate) const CHUNKS: usize = 2;

pub(crate) const GENERATIONS: usize = 3;

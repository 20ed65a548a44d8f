//! How large the tables are. The models of `tests/loom` have smaller ones.
//!
//! A handle looks like a pointer, since C libraries tag and pack their user data: aligned to 16 and below
//! 2^47 on 64-bit targets, aligned to 8 on 32-bit ones. From the lowest bit to the highest:
//!
//! | bits | 64-bit | 32-bit |
//! |---|---|---|
//! | zero | 4 | 3 |
//! | chunk | 4 | 5 |
//! | place in the chunk | 16 | 10 |
//! | generation | 23 | 14 |
//! | zero | 17 | 0 |

/// How many threads of C's may be alive that have made a call, and calls inside others be running,
/// before one allocates.
pub(crate) const HAZARDS: usize = 128;

/// Whether a pointer has 64 bits.
const WIDE: bool = usize::BITS == 64;

/// The lowest bit of a handle that says which chunk its place is in.
pub(crate) const CHUNK_SHIFT: u32 = if WIDE { 4 } else { 3 };

/// The lowest bit that says which place of its chunk. What is below is a byte, which takes one
/// instruction to cut off.
pub(crate) const OFFSET_SHIFT: u32 = 8;

/// The table grows by so many entries at a time, which then stay where they are.
pub(crate) const CHUNK: usize = if WIDE { 1 << 16 } else { 1 << 10 };

/// How many chunks there can be.
pub(crate) const CHUNKS: usize = 1 << (OFFSET_SHIFT - CHUNK_SHIFT);

/// How many callbacks have a place in the table one after another.
pub(crate) const GENERATIONS: usize = (1 << if WIDE { 23 } else { 14 }) - 1;

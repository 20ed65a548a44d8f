//! How large the tables are. The models of `tests/loom` have smaller ones.
//!
//! A handle looks like a pointer, since C libraries tag and pack their user data: aligned to 16 and below
//! 2^47 on 64-bit targets, aligned to 8 on 32-bit ones. From the lowest bit to the highest:
//!
//! | bits | 64-bit | 32-bit |
//! |---|---|---|
//! | zero | 4 | 3 |
//! | chunk | 4 | 5 |
//! | offset in the chunk | 16 | 10 |
//! | generation | 23 | 14 |
//! | zero | 17 | 0 |

/// The number of hazard pointers in the stock: for living threads that C created and that have made a call, and
/// for calls inside other calls. If there are more of these, a call allocates.
pub(crate) const HAZARDS: usize = 128;

/// Whether a pointer has 64 bits.
const WIDE: bool = usize::BITS == 64;

/// The lowest bit of the chunk's number in a handle.
pub(crate) const CHUNK_SHIFT: u32 = if WIDE { 4 } else { 3 };

/// The lowest bit of the entry's offset in its chunk. The bits below it are one byte, because cutting off
/// a byte takes one instruction.
pub(crate) const OFFSET_SHIFT: u32 = 8;

/// The number of entries in a chunk. The table grows by one chunk at a time, and a chunk never moves.
pub(crate) const CHUNK: usize = if WIDE { 1 << 16 } else { 1 << 10 };

/// The maximum number of chunks.
pub(crate) const CHUNKS: usize = 1 << (OFFSET_SHIFT - CHUNK_SHIFT);

/// The number of callbacks that have one entry of the table, one after another.
pub(crate) const GENERATIONS: usize = (1 << if WIDE { 23 } else { 14 }) - 1;

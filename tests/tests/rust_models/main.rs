//! Random operations, held against a model that says what has to come of each. The "C library" is played by
//! Rust.
//!
//! The runs are the same each time. `CALLBACK_FUZZ_SECONDS=600` goes on for so long with others; add
//! `--test-threads=1`, since the models take turns at the fault hook. `CALLBACK_FUZZ_SEED` is the number that a
//! failure prints.

mod callbacks;
mod completion;
mod dispatch;

//! Random operations, compared with a model. The "C library" is played by Rust.
//!
//! The runs are the same each time. `CALLBACK_FUZZ_SECONDS=600` continues with other runs for that time. Add
//! `--test-threads=1`, since the models take turns at the fault hook. A failure prints its number, which
//! `CALLBACK_FUZZ_SEED` repeats.

mod callbacks;
mod completion;
mod dispatch;

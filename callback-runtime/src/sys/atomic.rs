//! The atomics of the holds on a context. The models of `tests/loom` compile those against other ones.

pub(crate) use core::sync::atomic::{AtomicUsize, Ordering};

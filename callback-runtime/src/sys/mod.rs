//! The parts that differ between systems: threads, memory barriers, thread-locals, and the end of the process.
//!
//! | file | what it gives |
//! |---|---|
//! | `thread` | the number of the calling thread, which no other thread ever gets. One load |
//! | `local` | a pointer that each thread has for itself. One load, also in a signal handler |
//! | `barrier` | a light fence for calls, and a heavy one for whoever ends a callback |
//! | `alive` | whether a thread that C created has ended |
//! | `fatal` | an abort with a message, and printing without a lock |
//! | `atomic` | the atomics of the holds on a context |
//! | `sync` | the atomics and locks of the lock-free parts |
//!
//! Any file may use this folder, and it uses no other. A file that differs between systems has a folder of its
//! name with one file for each system, chosen by `#[path]`. The models of `tests/loom` replace all files but
//! `thread`.
//!
//! # Orderings
//!
//! A call writes where it is, makes a *light* fence, and looks whether it may be there. Whoever ends a
//! callback writes that, makes a *heavy* fence, and looks which calls are there. Each side needs a full
//! fence between its write and its look, or the two could miss each other. The heavy fence makes one
//! on all threads of the process, so the light one only keeps the compiler from reordering and costs nothing.
//! If the system cannot do that, [`barrier::is_asymmetric`] is `false`, and each call makes a full fence.
//!
//! # Without `std`
//!
//! Only `thread` and `atomic` are left. `thread` gives all threads the same number, because there are no thread-locals.

#[cfg(feature = "alloc")]
pub(crate) mod atomic;
pub(crate) mod thread;

#[cfg(feature = "std")]
pub(crate) mod alive;
#[cfg(feature = "std")]
pub(crate) mod barrier;
#[cfg(feature = "std")]
pub(crate) mod fatal;
// `cfg(target_thread_local)`, which says the same, is not stable.
#[cfg(feature = "std")]
#[cfg_attr(
    all(windows, target_env = "gnu", not(target_abi = "llvm")),
    path = "local/windows_gnu.rs"
)]
#[cfg_attr(
    not(all(windows, target_env = "gnu", not(target_abi = "llvm"))),
    path = "local/native.rs"
)]
pub(crate) mod local;
#[cfg(feature = "std")]
pub(crate) mod sync;

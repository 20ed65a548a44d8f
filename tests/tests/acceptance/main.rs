//! What the test suites of other implementations of callbacks hold them to, expressed afresh: a
//! folder a suite, and each test named by its case. `tests/README.md` says which case passes where.

#![allow(
    clashing_extern_declarations,
    reason = "several declarations are called by the same function of C's"
)]

// C's side is linked with that crate.
use callback_tests as _;

#[macro_use]
mod case;
#[cfg(all(target_arch = "x86", not(target_env = "msvc")))]
mod frame;

mod ctypes;
mod dotnet;
mod libffi;
mod openjdk;

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

mod cffi;
mod ctypes;
mod deno;
mod dotnet;
mod jna;
mod koffi;
mod libffi;
mod luajit;
mod openjdk;
mod purego;
mod ruby_ffi;

//! The cases of the test suites of other implementations of callbacks, written again. Each suite has a folder
//! or file, and each test is named after its case. `tests/README.md` says which case passes on which target.

#![allow(clashing_extern_declarations, reason = "the same C function calls several declarations")]

// The C side is linked with that crate.
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

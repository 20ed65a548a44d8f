//! The calling conventions, with a C caller: see `csrc/conventions.c`.

#[macro_use]
mod values;

mod numbers;
#[cfg(all(target_arch = "x86", not(target_env = "msvc")))]
mod stack;
mod structs;
mod types;

//! `src/tests/Interop` of dotnet/runtime: N1 to N14. N6 is a compile-fail case.

mod calls;
mod delegates;
mod exceptions;
mod structs;

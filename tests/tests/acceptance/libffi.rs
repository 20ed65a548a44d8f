//! libffi's `testsuite`: F1 to F25.

mod conventions;
mod huge;
mod scalars;
mod shapes;
mod structs;
mod threads;
mod unwind;

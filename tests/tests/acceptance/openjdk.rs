//! `test/jdk/java/foreign` of the JDK: J3 to J10. J1 and J2 are in the target `grid`.

mod arity;
mod asynchronous;
mod bench;
mod exception;
mod narrow;
mod recurse;

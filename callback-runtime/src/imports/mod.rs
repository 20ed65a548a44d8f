//! What the wrappers of `#[import]` stand on: a C function that takes callbacks, called with closures.
//!
//! | file | what it is for |
//! |---|---|
//! | `wrapped` | the closure that a wrapper takes for a declaration, and its way into a lifetime |
//! | `checked` | the traits by which C's result is an error |
//! | `errors` | errors of this crate: `LastError`, `Hresult`, `Errno`, and `Infallible` |
//! | `parameter` | what the type of a parameter cannot be |
//! | `loaded` | a library that is loaded at run time, for `load = ..` |
//!
//! A wrapper is generic over the type `F` of the closure, and its only bound is one of the traits in `wrapped`. That
//! bound has the declaration as `Self` and no supertrait. So the compiler finds the closure's signature through the
//! implementation for all declarations that accept `F`, and infers the types of its parameters. A supertrait
//! `Callback` would hide the declaration's own types in the wrapper's body: there, the compiler would prefer what the
//! bound says to the implementation.
//!
//! # The order in a wrapper
//!
//! 1. The arguments are converted, in their order. A conversion may panic; nothing has been handed over yet.
//! 2. Slots are claimed. If there is none left, the wrapper panics.
//! 3. The scopes begin, the first callback's outermost, and in them the hand-overs of callbacks that C keeps.
//! 4. C is called, and its result is checked at once: no destructor runs between the two.
//! 5. The hand-overs are concluded, the innermost first, and the scopes end. Here closures are dropped.
//! 6. What C wrote to the places of `#[out]` is read, if C succeeded and no callback broke.

pub(crate) mod checked;
pub(crate) mod errors;
#[cfg(feature = "load")]
pub(crate) mod loaded;
pub(crate) mod parameter;
pub(crate) mod wrapped;

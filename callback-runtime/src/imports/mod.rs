//! The runtime of `#[import]`, whose wrappers call C functions that take callbacks with closures.
//!
//! | file | purpose |
//! |---|---|
//! | `wrapped` | the closure that a wrapper takes for a declaration, and its way into a lifetime |
//! | `checked` | the traits that turn C's result into an error |
//! | `errors` | the errors of this crate: `LastError`, `Hresult`, `Errno`, and `Infallible` |
//! | `parameter` | the checks of parameters' types, and the conversions of arguments |
//! | `loaded` | a library that is loaded at run time, for `load = ..` |
//!
//! A wrapper is generic over the type `F` of the closure, and its only bound is one of the traits in
//! `wrapped`. That bound has the declaration as `Self` and no supertrait. So the compiler finds the closure's
//! signature through the implementation for all declarations that accept `F`, and infers the types of its
//! parameters. A supertrait `Callback` would hide the declaration's own types in the wrapper's body, because
//! the compiler prefers a bound to an implementation.
//!
//! # The order in a wrapper
//!
//! 1. The arguments are converted, in order. A conversion may panic, since nothing has been handed over yet.
//! 2. Slots are claimed. If none is free, the wrapper panics.
//! 3. The scopes begin, the first callback's outermost. The hand-overs of callbacks that C keeps begin inside them.
//! 4. C is called, and its result is checked at once. No destructor runs in between.
//! 5. The hand-overs conclude, the innermost first, and the scopes end. Closures are dropped at this point.
//! 6. If C succeeded and no callback broke, the values that C wrote for `#[out]` are read.

pub(crate) mod checked;
pub(crate) mod errors;
#[cfg(feature = "load")]
pub(crate) mod loaded;
pub(crate) mod parameter;
pub(crate) mod wrapped;

//! How a call runs, from the trampoline to the closure and back.
//!
//! ```text
//! find ─▶ admit ─▶ hold ─▶ convert ─▶ invoke ─▶ leave ─▶ release ─▶ result to C
//!   │       │        │        └───┬───────┘                │
//!   ▼       ▼        ▼            ▼                        ▼
//! not_found refuse  refuse_unheld fail                after_release
//! ```
//!
//! A [`Lifetime`](lifetime::Lifetime) finds the context and keeps it alive. The kind decides which calls are
//! admitted. The upper line is the hot path. It is inlined into each trampoline, allocates nothing and takes no
//! lock. The lower line is cold and compiled once for each type that C gets. C gets the fallback there, except
//! in `after_release`, which returns the result.
//!
//! Everything from `convert` to the conversion of the result runs under one `catch_unwind`, so a panic of a
//! conversion counts as one of the closure. A call refers to what it has found by pointer and never by
//! reference, because the call itself may end the callback. A refused call drops its arguments last, for the
//! same reason.
//!
//! Each function of the lower line is the last thing that a trampoline does, a tail call. Otherwise a value that
//! lives across it would be kept in a register, which the hot path would have to save. So a refusal loads the
//! fallback from the header, or takes the constant of a trait's method, and `after_release` takes the result to
//! return it.
//!
//! A method of a trait takes the same way as a closure: `invoke` calls the method instead of the closure, and the
//! [`Method`](crate::contexts::method::Method) says which fallback and which name belong to it. Only a method with `self`
//! takes another way, `lifetimes::consume`, because it ends the context instead of entering it.
//!
//! `find` compares the context with null, for two instructions in every call. C passes null if the registration
//! got lost, and without the comparison the call would read at address 8.
//!
//! | file | what it does |
//! |---|---|
//! | `lifetime` | the steps above |
//! | `borrowed` | the steps where C has the address of the context |
//! | `arguments` | converts the arguments, in order, and invokes the closure |
//! | `outward` | splits the closure's result into what C gets and what escapes past C |
//! | `fallback` | what C gets instead, where that is not a constant |
//! | `call` | the closure and the way past C, for an admitted call |
//! | `accepts` | which closures a declaration takes |
//! | `function` | a call of a `fn` item, which has no context: `convert` and `invoke` alone |

pub(crate) mod accepts;
pub(crate) mod arguments;
pub(crate) mod borrowed;
pub(crate) mod call;
pub(crate) mod fallback;
pub(crate) mod function;
pub(crate) mod lifetime;
pub(crate) mod outward;

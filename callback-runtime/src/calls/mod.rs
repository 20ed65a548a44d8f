//! How a call runs, from the trampoline to the closure and back.
//!
//! ```text
//! find ─▶ admit ─▶ hold ─▶ convert ─▶ enter ─▶ leave ─▶ release ─▶ result to C
//!   │       │        │        └───┬──────┘                │
//!   ▼       ▼        ▼            ▼                       ▼
//! otherwise refuse   expire      fail                   finish
//! ```
//!
//! A [`Lifetime`](lifetime::Lifetime) says how a context is found and kept alive; the kind says which calls are
//! admitted. The upper line is the hot path. It is inlined into each trampoline, allocates nothing and takes
//! no lock. The lower line is cold and compiled once for each type that C gets; C gets the fallback there.
//!
//! Everything from `convert` to the conversion of the result runs under one `catch_unwind`: a panic of a
//! conversion counts as one of the closure. What a call has found is held by pointer and never by reference,
//! because the call itself may end the callback. A refused call drops its arguments last, for the same reason.
//!
//! | file | what it does |
//! |---|---|
//! | `lifetime` | the steps above |
//! | `arguments` | converts the arguments, in order, and enters the closure |
//! | `outward` | splits the closure's result into what C gets and what goes past C |
//! | `call` | what an admitted call carries |
//! | `accepts` | which closures a declaration takes |

pub(crate) mod accepts;
pub(crate) mod arguments;
pub(crate) mod call;
pub(crate) mod lifetime;
pub(crate) mod outward;

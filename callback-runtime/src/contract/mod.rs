//! What a declaration says, as types: the contract between the closure and C.
//!
//! | file | what it says |
//! |---|---|
//! | `callback` | the declaration: function pointer, user data, result, fallback, kind |
//! | `kind` | who may call, and how often: the six kinds, from `FnMut` to `FnOnce + Send` |
//! | `gate` | the state by which a kind admits or refuses a call |
//! | `abi` | the calling conventions |
//! | `convert` | how an argument becomes the closure's, and a result C's |
//! | `user_data` | the types by which C carries user data |
//! | `outcome` | which part of a result goes to C, and which goes past C |
//! | `prefix` | what is at the address of a context |
//!
//! Generated code implements [`Callback`](callback::Callback). Nothing here depends on a lifetime.
//!
//! # The states of a gate
//!
//! ```text
//!   ┌──── leave, or a fault that is no panic ────┐
//!   ▼                                            │
//! open ────────────── admit ───────────────▶ running ─── panic ───▶ poisoned, for good
//!   │
//!   └─ the one call of a `FnOnce`, or the destroy function ─▶ spent, for good
//! ```
//!
//! Only a `FnMut` has the state "running"; a `Fn` admits calls while others run. A call is admitted before
//! anything of the closure is touched, and the reference to the closure is formed last.
//!
//! If a closure belongs to one thread, only that thread admits calls and leaves, without atomic instructions,
//! but with fences for the compiler: a signal handler may call. Otherwise admitting acquires and leaving
//! releases, so that each call sees what the one before it did.
//!
//! Registered callbacks of one thread, and slots, keep "running" in their entry instead: see `entries`.

pub(crate) mod abi;
pub(crate) mod callback;
pub(crate) mod convert;
pub(crate) mod gate;
pub(crate) mod kind;
pub(crate) mod outcome;
pub(crate) mod prefix;
pub(crate) mod user_data;

//! The contract between a closure or a handler and C, which a declaration states, as types.
//!
//! | file | what it says |
//! |---|---|
//! | `callback` | the declaration: function pointer, user data, result, fallback, kind |
//! | `kind` | who may call, and how often: six kinds, from `FnMut` to `FnOnce + Send` |
//! | `gate` | the state by which a kind admits or refuses a call |
//! | `destroy` | the form of the destroy function |
//! | `convert` | the traits for conversions from C's arguments to the closure's, and from its result to C's |
//! | `conversions` | the conversions of this crate for single values |
//! | `slices` | and those for a pointer and a length |
//! | `user_data` | the types in which C carries user data |
//! | `outcome` | which part of a result goes to C, and which goes past C |
//! | `typedef` | the key `matches`: a typedef of bindings that is the prototype's |
//! | `safe` | function pointers that bindings declare without `unsafe` |
//! | `prefix` | which types are at the address of a context |
//! | `received` | values narrower than a register, as C passes them |
//!
//! Generated code implements [`Callback`](callback::Callback). Nothing here depends on how long C keeps the
//! callback.
//!
//! # The states of a gate
//!
//! ```text
//!   ┌── leave, or a fault other than a panic ────┐
//!   ▼                                            │
//! open ────────────── admit ───────────────▶ running ─── panic ───▶ poisoned, for good
//!   │
//!   └─ the one call of a `FnOnce`, or the destroy function ─▶ expired, for good
//! ```
//!
//! Only a `FnMut` has the state "running"; a `Fn` admits calls while others run. A call is admitted before
//! anything of the closure is touched, and the reference to the closure is formed last.
//!
//! If a closure belongs to one thread, only that thread is admitted, and it leaves without atomic instructions.
//! It uses compiler fences, because a signal handler may call. Otherwise `admit` acquires and `leave` releases,
//! so that each call sees what the previous one did.
//!
//! "Running" is a word of its own. As a bit next to the flags it would save two instructions. But a call that
//! ends would then write the word back, and overwrite a panic that another thread has recorded at that moment.
//! An atomic exchange would prevent that, and costs more than the rest of the call.
//!
//! Registered callbacks of one thread, and their slots, record "running" in their entry instead: see `entries`.
//! Callbacks of any thread that C destroys record it in their holds: see `lifetimes`.

pub(crate) mod callback;
mod conversions;
pub(crate) mod convert;
pub(crate) mod destroy;
pub(crate) mod expression;
pub(crate) mod gate;
pub(crate) mod kind;
mod kind_macros;
pub(crate) mod outcome;
pub(crate) mod prefix;
pub(crate) mod received;
pub(crate) mod safe;
mod slices;
pub(crate) mod typedef;
pub(crate) mod user_data;

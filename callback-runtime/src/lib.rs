#![doc = include_str!("../README.md")]
#![no_std]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "alloc")]
extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

mod abi;
mod accepts;
mod bound;
mod callback;
mod context;
mod convert;
mod fault;
mod first;
#[cfg(feature = "alloc")]
mod forever;
mod gate;
mod header;
#[cfg(feature = "alloc")]
mod heap;
#[cfg(feature = "alloc")]
mod holds;
mod kind;
mod lifetime;
#[cfg(feature = "alloc")]
mod notified;
#[cfg(feature = "alloc")]
mod once;
mod outcome;
mod scope;
mod thread;
mod unwind;
mod user_data;

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;

pub use accepts::Accepts;
pub use bound::Bound;
pub use callback::{Callback, RawContext, RawDestroy, RawFn, Scoped};
#[cfg(feature = "macros")]
pub use callback_macros::callback;
pub use context::Context;
pub use convert::{FromC, IntoC};
pub use fault::{Fault, FaultReport, set_fault_hook};
pub use user_data::UserData;

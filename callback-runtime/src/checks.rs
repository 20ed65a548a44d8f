//! The items of generated code that messages of the compiler name. Not part of the contract.
//!
//! They are not in `__private`, whose path the messages would show, and not at the root of the crate, where a glob
//! import would bring their methods into scope.

pub use crate::calls::accepts::{Borrowing, Naming, Several};
pub use crate::calls::outward::{of_escape, of_value};
pub use crate::contract::callback::{NoBase, OneFunction, WriteRawFn};
pub use crate::contract::convert::AtOnce;
pub use crate::contract::expression::copied;
pub use crate::contract::outcome::EscapesAs;
pub use crate::contract::typedef::Matches;
pub use crate::contract::user_data::{Located, base_of};
#[cfg(feature = "load")]
pub use crate::imports::loaded::Loaded;
#[cfg(feature = "std")]
pub use crate::imports::parameter::NoUserData;
pub use crate::imports::parameter::{
    Address, Argument, EscapesOnly, HasUserData, Otherwise, Parameter, Returned, ToVoid, copy,
    escapes_only, is_thin, user_data,
};
pub use crate::imports::wrapped::{map, transpose};
pub use crate::lifetimes::confused::WithoutSelfMethod;
#[cfg(feature = "std")]
pub use crate::slots::confused::HandsOverUserData;
#[cfg(feature = "std")]
pub use crate::slots::declaration::AcceptsInSlot;

/// Checks that a type is `Send`.
pub const fn is_send<T: Send + ?Sized>() {}

/// Checks that a type is `Sync`.
pub const fn is_sync<T: Sync + ?Sized>() {}

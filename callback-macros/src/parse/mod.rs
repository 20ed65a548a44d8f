//! From tokens to the model. A fault is reported and skipped, so that the rest is read too.
//!
//! Parsing Rust is syn's job. The code here reads what the attribute adds: the order of prototype and
//! keys, and the keys.

mod arguments;
mod attempt;
mod closure;
mod function;
mod handler;
mod import;
mod item;
mod keys;
mod parts;
mod prototype;
mod value;

pub(crate) use self::arguments::arguments;
pub(crate) use self::import::{block, import_arguments};
pub(crate) use self::item::{Annotated, item};

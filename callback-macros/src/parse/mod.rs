//! The parser that turns tokens into the model. It reports and skips a fault, so that the rest is read too.
//!
//! syn parses Rust. The code here reads what the attribute adds: the order of prototype and keys, and the
//! keys.

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

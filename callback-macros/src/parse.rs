//! From tokens to the model. A fault is reported and stepped over, so that the rest is read too.

mod arguments;
mod attributes;
mod closure;
mod generics;
mod item;
mod keys;
mod paths;
mod reader;
mod types;
mod values;

pub(crate) use self::arguments::arguments;
pub(crate) use self::item::item;

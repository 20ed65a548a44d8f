//! From tokens to the model. A fault is reported and stepped over, so that the rest is read too.
//!
//! Parsing Rust is syn's job. The code here reads what the attribute adds: the order of prototype and
//! keys, and the keys.

mod arguments;
mod closure;
mod item;
mod keys;
mod value;

pub(crate) use self::arguments::arguments;
pub(crate) use self::item::item;

use syn::parse::discouraged::Speculative;
use syn::parse::{Parse, ParseStream};
use syn::{Error, Result};

/// Reads a `T`, or leaves the input as it was.
fn attempt<T: Parse>(input: ParseStream<'_>) -> Result<T> {
    attempt_with(input, T::parse)
}

/// Reads by `parser`, or leaves the input as it was.
///
/// A parser that fails leaves tokens unread, also inside of groups. With a fork, syn does not report
/// those as well.
fn attempt_with<T>(input: ParseStream<'_>, parser: fn(ParseStream<'_>) -> Result<T>) -> Result<T> {
    let ahead = input.fork();
    let parsed = parser(&ahead).map_err(in_short)?;
    input.advance_to(&ahead);
    Ok(parsed)
}

/// Shortens what syn says where a type is missing: a list of all that a type can begin with.
fn in_short(error: Error) -> Error {
    let message = error.to_string();
    match message.split_once("expected one of: `for`, parentheses") {
        Some((before, _)) => Error::new(error.span(), format!("{before}expected a type")),
        None => error,
    }
}

//! Parsing with syn that consumes nothing if it fails.

use syn::parse::discouraged::Speculative;
use syn::parse::{Parse, ParseStream};
use syn::{Error, Result};

/// Reads a `T`, or leaves the input as it was.
pub(super) fn attempt<T: Parse>(input: ParseStream<'_>) -> Result<T> {
    attempt_with(input, T::parse)
}

/// Reads with `parser`, or leaves the input as it was.
///
/// A parser that fails leaves tokens unread, even inside groups. Since it reads a fork, syn does not report
/// them as a second fault.
pub(super) fn attempt_with<T>(
    input: ParseStream<'_>,
    parser: fn(ParseStream<'_>) -> Result<T>,
) -> Result<T> {
    let ahead = input.fork();
    let parsed = parser(&ahead).map_err(in_short)?;
    input.advance_to(&ahead);
    Ok(parsed)
}

/// Shortens syn's message about a missing type, which lists everything that a type can begin with.
fn in_short(error: Error) -> Error {
    let message = error.to_string();
    match message.split_once("expected one of: `for`, parentheses") {
        Some((before, _)) => Error::new(error.span(), format!("{before}expected a type")),
        None => error,
    }
}

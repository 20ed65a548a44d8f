//! The faults of a declaration, gathered so that one build reports them all.

use std::fmt::Display;

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::{Error, Result};

/// Every fault found so far.
///
/// The first line of a message is in lower case and has no full stop; lines that begin with `help: ` or
/// `note: ` may follow.
#[derive(Default)]
pub(crate) struct Errors(Vec<Error>);

impl Errors {
    /// Reports a fault at the tokens that show it.
    pub(crate) fn report(&mut self, tokens: impl ToTokens, message: impl Display) {
        self.add(Error::new_spanned(tokens.into_token_stream(), message.to_string()));
    }

    /// Reports a fault at a span that has no token.
    pub(crate) fn report_at(&mut self, place: Span, message: impl Display) {
        self.add(Error::new(place, message.to_string()));
    }

    /// Adds a fault that a parser found.
    pub(crate) fn add(&mut self, error: Error) {
        self.0.push(error);
    }

    /// Returns the value of `result`, or adds its fault.
    pub(crate) fn ok<T>(&mut self, result: Result<T>) -> Option<T> {
        result.map_err(|error| self.add(error)).ok()
    }

    /// Adds all of `others`.
    pub(crate) fn append(&mut self, mut others: Self) {
        self.0.append(&mut others.0);
    }

    /// Returns an invocation of `compile_error!` for each fault.
    pub(crate) fn into_invocations(self) -> Vec<TokenStream> {
        self.0.into_iter().map(Error::into_compile_error).collect()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Joins items as in "`a`, `b` and `c`".
pub(crate) fn list(items: &[impl AsRef<str>]) -> String {
    let quoted: Vec<_> = items.iter().map(|item| format!("`{}`", item.as_ref())).collect();
    match quoted.as_slice() {
        [others @ .., last] if !others.is_empty() => format!("{} and {last}", others.join(", ")),
        _ => quoted.concat(),
    }
}

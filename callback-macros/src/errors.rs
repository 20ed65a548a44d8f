//! The faults of a declaration, gathered so that one build reports them all.

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;

/// Every fault found so far.
#[derive(Default)]
pub(crate) struct Errors(Option<syn::Error>);

impl Errors {
    /// Reports a fault at the tokens that show it.
    ///
    /// `message` is the primary line, in lower case and without a full stop; lines that begin with
    /// `help: ` or `note: ` may follow.
    pub(crate) fn report(&mut self, tokens: impl ToTokens, message: impl std::fmt::Display) {
        self.add(syn::Error::new_spanned(tokens, message));
    }

    /// Reports a fault at a place that is no token of its own.
    pub(crate) fn report_at(&mut self, span: Span, message: impl std::fmt::Display) {
        self.add(syn::Error::new(span, message));
    }

    /// Adds faults that a parser found.
    pub(crate) fn add(&mut self, error: syn::Error) {
        match &mut self.0 {
            None => self.0 = Some(error),
            Some(errors) => errors.combine(error),
        }
    }

    /// What `result` has, or its fault added.
    pub(crate) fn ok<T>(&mut self, result: syn::Result<T>) -> Option<T> {
        result.map_err(|error| self.add(error)).ok()
    }

    /// The faults as invocations of `compile_error!`, one each.
    pub(crate) fn into_invocations(self) -> Vec<TokenStream> {
        self.0.into_iter().flatten().map(syn::Error::into_compile_error).collect()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_none()
    }
}

/// `a`, `b` and `c`
pub(crate) fn list(items: impl ExactSizeIterator<Item = String>) -> String {
    let last = items.len().saturating_sub(1);
    items.enumerate().fold(String::new(), |list, (at, item)| match at {
        0 => item,
        at if at == last => format!("{list} and {item}"),
        _ => format!("{list}, {item}"),
    })
}

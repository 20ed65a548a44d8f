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
    pub(crate) fn report(&mut self, tokens: &dyn ToTokens, message: impl Into<String>) {
        self.add(syn::Error::new_spanned(tokens, message.into()));
    }

    /// Reports a fault at a place that is no token of its own.
    pub(crate) fn report_at(&mut self, span: Span, message: impl Into<String>) {
        self.add(syn::Error::new(span, message.into()));
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
pub(crate) fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [item] => item.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

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
        self.add(fault(tokens, message));
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
        let mut invocations = Vec::new();
        if let Some(errors) = self.0 {
            for error in errors {
                invocations.push(error.into_compile_error());
            }
        }
        invocations
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_none()
    }
}

/// A fault, at the tokens that show it.
pub(crate) fn fault(tokens: &dyn ToTokens, message: impl Into<String>) -> syn::Error {
    syn::Error::new_spanned(tokens, message.into())
}

/// `a`, `b` and `c`, with the marks around each.
pub(crate) fn list<T: AsRef<str>>(items: &[T]) -> String {
    let mut list = String::new();
    for (at, item) in items.iter().enumerate() {
        let separator = match at {
            0 => "",
            at if at + 1 == items.len() => " and ",
            _ => ", ",
        };
        for part in &[separator, "`", item.as_ref(), "`"] {
            list.push_str(part);
        }
    }
    list
}

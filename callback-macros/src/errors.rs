//! The faults of a declaration, gathered so that one build reports them all.

use proc_macro2::{Delimiter, Group, Literal, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};

/// A fault: what to say, and of which tokens.
pub(crate) struct Error {
    message: String,
    /// The first token that shows it, and the last: the compiler underlines what lies between.
    start: Span,
    end: Span,
}

/// What was read, or why it cannot be.
pub(crate) type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// A fault at one place.
    ///
    /// `message` is the primary line, in lower case and without a full stop; lines that begin with
    /// `help: ` or `note: ` may follow.
    pub(crate) fn new(place: Span, message: &str) -> Self {
        Self { message: message.to_owned(), start: place, end: place }
    }

    /// A fault at the tokens that show it.
    pub(crate) fn at(tokens: &dyn ToTokens, message: &str) -> Self {
        let (mut start, mut end) = (None, Span::call_site());
        for token in tokens.to_token_stream() {
            end = token.span();
            start = start.or(Some(end));
        }
        Self { message: message.to_owned(), start: start.unwrap_or(end), end }
    }

    /// The same fault, said otherwise.
    pub(crate) fn saying(self, message: &str) -> Self {
        Self { message: message.to_owned(), ..self }
    }

    #[cfg(test)]
    pub(crate) fn message(&self) -> &str {
        &self.message
    }

    /// As an invocation of `compile_error!`.
    fn into_invocation(self) -> TokenStream {
        let mut message = Literal::string(&self.message);
        message.set_span(self.end);
        let mut braces = Group::new(Delimiter::Brace, TokenTree::from(message).into());
        braces.set_span(self.end);
        let name = quote_spanned!(self.start=> ::core::compile_error!);
        quote!(#name #braces)
    }
}

/// Every fault found so far.
#[derive(Default)]
pub(crate) struct Errors(Vec<Error>);

impl Errors {
    /// Reports a fault at the tokens that show it.
    pub(crate) fn report(&mut self, tokens: &dyn ToTokens, message: &str) {
        self.add(Error::at(tokens, message));
    }

    /// Reports a fault at a place that is no token of its own.
    pub(crate) fn report_at(&mut self, place: Span, message: &str) {
        self.add(Error::new(place, message));
    }

    /// Adds a fault that a parser found.
    pub(crate) fn add(&mut self, error: Error) {
        self.0.push(error);
    }

    /// What `result` has, or its fault added.
    pub(crate) fn ok<T>(&mut self, result: Result<T>) -> Option<T> {
        result.map_err(|error| self.add(error)).ok()
    }

    /// The faults as invocations of `compile_error!`, one each.
    pub(crate) fn into_invocations(self) -> Vec<TokenStream> {
        let mut invocations = Vec::new();
        for error in self.0 {
            invocations.push(error.into_invocation());
        }
        invocations
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
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

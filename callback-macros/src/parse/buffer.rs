//! Tokens in a row, with those of a group behind it, and places among them.
//!
//! syn has the same, but only together with its parsers, which are a tenth of all that the compiler
//! does for a crate that depends on us.

use proc_macro2::{Delimiter, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};

use crate::names::plain;

/// Tokens to read.
pub(crate) struct Buffer(Vec<Entry>);

enum Entry {
    /// A token, and how far it is to the one behind it: over all that a group has in it.
    Token(TokenTree, usize),
    /// Where a group closes, or where there is no more.
    End(Span),
}

impl Buffer {
    pub(crate) fn new(tokens: TokenStream) -> Self {
        let mut entries = Vec::new();
        fill(&mut entries, tokens);
        entries.push(Entry::End(Span::call_site()));
        Self(entries)
    }

    /// Whether a word stands anywhere in it, be it as `r#word`.
    pub(crate) fn has(&self, word: &str) -> bool {
        self.0.iter().any(|entry| match entry {
            Entry::Token(TokenTree::Ident(ident), _) => plain(ident) == word,
            _ => false,
        })
    }

    pub(super) fn begin(&self) -> Cursor<'_> {
        Cursor { entries: &self.0, at: 0, end: self.0.len() - 1 }.out()
    }
}

fn fill(entries: &mut Vec<Entry>, tokens: TokenStream) {
    for token in tokens {
        let at = entries.len();
        if let TokenTree::Group(group) = &token {
            let (inside, close) = (group.stream(), group.span_close());
            entries.push(Entry::Token(token, 0));
            fill(entries, inside);
            entries.push(Entry::End(close));
            let length = entries.len() - at;
            if let Entry::Token(_, far) = &mut entries[at] {
                *far = length;
            }
        } else {
            entries.push(Entry::Token(token, 1));
        }
    }
}

/// A place among tokens, up to an end. A group without delimiters, which a macro by example has made,
/// is stepped into without notice, but where one is asked for.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'a> {
    entries: &'a [Entry],
    at: usize,
    end: usize,
}

impl<'a> Cursor<'a> {
    /// Whether there is no more.
    pub(super) fn is_at_end(self) -> bool {
        self.at == self.end
    }

    /// Whether it is in front of another place among the same tokens.
    pub(super) fn is_before(self, other: Self) -> bool {
        self.at < other.at
    }

    /// What stands here, a group as a whole; and the place behind it.
    pub(super) fn token(self) -> Option<(&'a TokenTree, Self)> {
        match &self.entries[self.at] {
            Entry::Token(token, far) => Some((token, self.forward(*far))),
            Entry::End(_) => None,
        }
    }

    pub(super) fn ident(self) -> Option<(&'a Ident, Self)> {
        match self.within().token()? {
            (TokenTree::Ident(ident), behind) => Some((ident, behind)),
            _ => None,
        }
    }

    pub(super) fn punct(self) -> Option<(&'a Punct, Self)> {
        match self.within().token()? {
            (TokenTree::Punct(punct), behind) => Some((punct, behind)),
            _ => None,
        }
    }

    pub(super) fn literal(self) -> Option<(&'a Literal, Self)> {
        match self.within().token()? {
            (TokenTree::Literal(literal), behind) => Some((literal, behind)),
            _ => None,
        }
    }

    /// A lifetime's name, which nothing comes between and the quote.
    pub(super) fn lifetime(self) -> Option<(&'a Ident, Self)> {
        let (quote, behind) = self.punct()?;
        if quote.as_char() != '\'' || quote.spacing() != Spacing::Joint {
            return None;
        }
        match behind.token()? {
            (TokenTree::Ident(name), behind) => Some((name, behind)),
            _ => None,
        }
    }

    /// The beginning of a group's inside, and the place behind the group.
    pub(super) fn group(self, delimiter: Delimiter) -> Option<(Self, Self)> {
        let here = if delimiter == Delimiter::None { self } else { self.within() };
        match &here.entries[here.at] {
            Entry::Token(TokenTree::Group(group), far) if group.delimiter() == delimiter => {
                let inside = Self { end: here.at + far - 1, ..here };
                Some((inside.forward(1), here.forward(*far)))
            }
            _ => None,
        }
    }

    pub(super) fn span(self) -> Span {
        match &self.entries[self.at] {
            Entry::Token(token, _) => token.span(),
            Entry::End(close) => *close,
        }
    }

    fn forward(mut self, far: usize) -> Self {
        self.at += far;
        self.out()
    }

    /// Behind the groups without delimiters that close here.
    fn out(mut self) -> Self {
        while self.at != self.end && matches!(self.entries[self.at], Entry::End(_)) {
            self.at += 1;
        }
        self
    }

    /// Inside the groups without delimiters that begin here.
    fn within(mut self) -> Self {
        while matches!(
            &self.entries[self.at],
            Entry::Token(TokenTree::Group(group), _) if group.delimiter() == Delimiter::None
        ) {
            self = self.forward(1);
        }
        self
    }
}

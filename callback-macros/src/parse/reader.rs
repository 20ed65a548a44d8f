//! Reads tokens, one after the other.

use proc_macro2::{Delimiter, Ident, Literal, Spacing, Span, TokenTree};
use syn::{Lit, LitStr};

use super::buffer::{Buffer, Cursor};
use crate::errors::{Error, Result};
use crate::names::is_one_of;
use crate::tokens::Tokens;

/// A place among tokens. A copy of it looks ahead.
///
/// The groups without delimiters that a macro by example makes are stepped into without notice, save
/// where a type or an expression begins with one.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a>(Cursor<'a>);

impl<'a> Reader<'a> {
    pub(super) fn new(buffer: &'a Buffer) -> Self {
        Self(buffer.begin())
    }

    pub(super) fn is_empty(self) -> bool {
        self.0.is_at_end()
    }

    /// Whether a word or a mark stands here; of a longer mark, the beginning.
    pub(super) fn at(self, token: &str) -> bool {
        self.behind(token).is_some()
    }

    /// Steps over a word or a mark, if it stands here.
    pub(super) fn take(&mut self, token: &str) -> bool {
        let behind = self.behind(token);
        self.0 = behind.unwrap_or(self.0);
        behind.is_some()
    }

    /// Steps over a word or a mark that has to stand here.
    pub(super) fn expect(&mut self, token: &str) -> Result<()> {
        if self.take(token) { Ok(()) } else { Err(self.error(&format!("expected `{token}`"))) }
    }

    fn behind(self, token: &str) -> Option<Cursor<'a>> {
        if token.chars().next().is_some_and(|first| first == '_' || first.is_alphabetic()) {
            let (word, behind) = self.0.ident()?;
            return (word == token).then_some(behind);
        }
        let (mut behind, mut joint) = (self.0, true);
        for mark in token.chars() {
            let (punct, next) = behind.punct()?;
            if !joint || punct.as_char() != mark {
                return None;
            }
            joint = punct.spacing() == Spacing::Joint;
            behind = next;
        }
        Some(behind)
    }

    /// Reads an identifier or a keyword, if one stands here.
    pub(super) fn word(&mut self) -> Option<Ident> {
        let (word, behind) = self.0.ident()?;
        self.0 = behind;
        Some(word.clone())
    }

    /// Reads an identifier.
    pub(super) fn name(&mut self) -> Result<Ident> {
        let begin = *self;
        match self.word() {
            None => Err(begin.error("expected identifier")),
            Some(word) if is_keyword(&word) => {
                let found = if word == "_" { "" } else { "keyword " };
                Err(begin.error(&format!("expected identifier, found {found}`{word}`")))
            }
            Some(word) => Ok(word),
        }
    }

    /// Reads a lifetime, if one stands here: its name.
    pub(super) fn lifetime(&mut self) -> Option<Ident> {
        let (name, behind) = self.0.lifetime()?;
        self.0 = behind;
        Some(name.clone())
    }

    /// Reads a literal, if one stands here.
    pub(super) fn literal(&mut self) -> Option<Literal> {
        let (literal, behind) = self.0.literal()?;
        self.0 = behind;
        Some(literal.clone())
    }

    /// Reads a string, if one stands here.
    pub(super) fn string(&mut self) -> Option<LitStr> {
        let (literal, behind) = self.0.literal()?;
        let Lit::Str(string) = Lit::new(literal.clone()) else { return None };
        self.0 = behind;
        Some(string)
    }

    /// Steps over a group, if one stands here: what is inside.
    pub(super) fn group(&mut self, delimiter: Delimiter) -> Option<Self> {
        let (inside, behind) = self.0.group(delimiter)?;
        self.0 = behind;
        Some(Self(inside))
    }

    /// Steps over a group with whatever delimiters, as a macro or an attribute has it, if one stands
    /// here. The compiler takes none that is in one without.
    pub(super) fn any_group(&mut self) -> bool {
        match self.0.token() {
            Some((TokenTree::Group(group), behind))
                if !matches!(group.delimiter(), Delimiter::None) =>
            {
                self.0 = behind;
                true
            }
            _ => false,
        }
    }

    /// Steps over one token, if there is any.
    pub(super) fn any(&mut self) -> bool {
        let Some((_, behind)) = self.0.token() else { return false };
        self.0 = behind;
        true
    }

    /// Fails if there is more.
    pub(super) fn end(self) -> Result<()> {
        if self.is_empty() { Ok(()) } else { Err(self.error("unexpected token")) }
    }

    /// The tokens from `begin` on. A group without delimiters stays one if it is a whole type or
    /// expression, which is what it is for.
    pub(super) fn since(self, begin: Self) -> Tokens {
        let mut tokens = Tokens::default();
        begin.copy(self, Self::is_fragment, &mut tokens);
        tokens.end_alone();
        tokens
    }

    /// The tokens from `begin` on, as they stand.
    pub(super) fn unread_since(self, begin: Self) -> Tokens {
        let mut tokens = Tokens::default();
        begin.copy(self, |_| true, &mut tokens);
        tokens
    }

    fn copy(mut self, end: Self, keeps: fn(Self) -> bool, tokens: &mut Tokens) {
        while self.0.is_before(end.0) {
            let Some((token, behind)) = self.0.token() else { return };
            match self.0.group(Delimiter::None) {
                Some((inside, _)) if end.0.is_before(behind) || !keeps(Self(inside)) => {
                    Self(inside).copy(end, keeps, tokens);
                }
                _ => tokens.push(token.clone()),
            }
            self.0 = behind;
        }
    }

    /// Whether all there is makes a type or an expression.
    fn is_fragment(self) -> bool {
        let (mut ty, mut value) = (self, self);
        ty.ty().is_ok() && ty.is_empty() || value.expression().is_ok() && value.is_empty()
    }

    /// The place of the next token.
    pub(super) fn span(self) -> Span {
        self.0.span()
    }

    /// A fault at the next token.
    pub(super) fn error(self, message: &str) -> Error {
        match self.0.token() {
            None => Error::new(self.span(), &format!("unexpected end of input, {message}")),
            Some((TokenTree::Group(group), _)) => Error::new(group.span_open(), message),
            Some((token, _)) => Error::new(token.span(), message),
        }
    }
}

fn is_keyword(word: &Ident) -> bool {
    const KEYWORDS: [&str; 52] = [
        "_", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue",
        "crate", "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "if",
        "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv",
        "pub", "ref", "return", "Self", "self", "static", "struct", "super", "trait", "true",
        "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
    ];
    is_one_of(word, &KEYWORDS)
}

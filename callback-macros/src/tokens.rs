//! What can be told of tokens without knowing what they stand for.

use proc_macro2::{Group, Ident, Punct, Spacing, Span, TokenStream, TokenTree};
use quote::{ToTokens, TokenStreamExt};

/// Tokens of the user's, one by one: a stream is the compiler's, and costs a call of it wherever it is
/// read or written.
#[derive(Clone, Default)]
pub(crate) struct Tokens(Vec<TokenTree>);

impl Tokens {
    pub(crate) fn push(&mut self, token: TokenTree) {
        self.0.push(token);
    }

    pub(crate) fn append(&mut self, other: &Self) {
        for token in &other.0 {
            self.push(token.clone());
        }
    }

    pub(crate) fn as_slice(&self) -> &[TokenTree] {
        &self.0
    }

    /// Lets the last token stand for itself, whatever comes to stand behind it.
    pub(crate) fn end_alone(&mut self) {
        if let Some(TokenTree::Punct(last)) = self.0.last_mut() {
            let span = last.span();
            *last = Punct::new(last.as_char(), Spacing::Alone);
            last.set_span(span);
        }
    }

    /// Takes a `+` off the end.
    pub(crate) fn end(&mut self) {
        if self.0.last().is_some_and(|last| is_punct(last, '+')) {
            self.0.pop();
        }
    }

    /// Whether they are words, with `::` between them.
    pub(crate) fn are_names(&self) -> bool {
        self.0.iter().all(|token| matches!(token, TokenTree::Ident(_)) || is_punct(token, ':'))
    }

    /// Where they stand; the first of them, if the compiler does not tell more.
    pub(crate) fn span(&self) -> Span {
        match self.as_slice() {
            [] => Span::call_site(),
            [first, .., last] => first.span().join(last.span()).unwrap_or_else(|| first.span()),
            [only] => only.span(),
        }
    }

    /// The token, if there is just one.
    pub(crate) fn single(&self) -> Option<&TokenTree> {
        if let [token] = self.as_slice() { Some(token) } else { None }
    }
}

impl From<TokenTree> for Tokens {
    fn from(token: TokenTree) -> Self {
        Self(vec![token])
    }
}

impl From<TokenStream> for Tokens {
    fn from(stream: TokenStream) -> Self {
        let mut tokens = Self::default();
        for token in stream {
            tokens.push(token);
        }
        tokens
    }
}

impl ToTokens for Tokens {
    fn to_tokens(&self, stream: &mut TokenStream) {
        for token in &self.0 {
            stream.append(token.clone());
        }
    }
}

/// Whether `name` occurs anywhere in `tokens`: as an identifier, or as a lifetime without its `'`.
pub(crate) fn mention(tokens: &Tokens, name: &str) -> bool {
    tokens.0.iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == name,
        TokenTree::Group(group) => mention(&group.stream().into(), name),
        _ => false,
    })
}

/// Whether a type can depend on the parameter `name`: it mentions that, be it as `r#name`, or has a
/// macro that may.
pub(crate) fn may_depend_on(ty: &Tokens, name: &str) -> bool {
    ty.0.iter().any(|token| match token {
        TokenTree::Ident(ident) => ident.to_string().trim_start_matches("r#") == name,
        TokenTree::Group(group) => may_depend_on(&group.stream().into(), name),
        TokenTree::Punct(punct) => punct.as_char() == '!',
        TokenTree::Literal(_) => false,
    })
}

/// Whether two types are written alike, so that they are one. What `$crate` stands for does not show.
pub(crate) fn same(one: &Tokens, other: &Tokens) -> bool {
    !mention(one, "$crate") && alike(one, other)
}

fn alike(one: &Tokens, other: &Tokens) -> bool {
    for (at, token) in one.0.iter().enumerate() {
        let alike = match (token, other.0.get(at)) {
            (TokenTree::Ident(one), Some(TokenTree::Ident(other))) => one == other,
            (TokenTree::Punct(one), Some(TokenTree::Punct(other))) => {
                one.as_char() == other.as_char()
            }
            (TokenTree::Group(one), Some(TokenTree::Group(other))) => {
                one.delimiter() == other.delimiter()
                    && alike(&one.stream().into(), &other.stream().into())
            }
            (TokenTree::Literal(one), Some(TokenTree::Literal(other))) => {
                one.to_string() == other.to_string()
            }
            _ => false,
        };
        if !alike {
            return false;
        }
    }
    one.0.len() == other.0.len()
}

/// The first `impl` or `_` of a type.
pub(crate) fn unnamed(tokens: &Tokens) -> Option<Ident> {
    let mut after_quote = false;
    for (at, token) in tokens.0.iter().enumerate() {
        match token {
            TokenTree::Group(group) => {
                if let Some(found) = unnamed(&group.stream().into()) {
                    return Some(found);
                }
            }
            TokenTree::Ident(ident) if ident == "impl" => return Some(ident.clone()),
            // `fn(_: u32)` names a parameter, not a type.
            TokenTree::Ident(ident)
                if ident == "_"
                    && !after_quote
                    && !tokens.0.get(at + 1).is_some_and(|next| is_punct(next, ':')) =>
            {
                return Some(ident.clone());
            }
            _ => {}
        }
        after_quote = is_punct(token, '\'');
    }
    None
}

/// The first reference or lifetime in a type that the caller of a closure chooses: `&T`, `'_`, or
/// one of `bound`, by name.
pub(crate) fn borrowed(tokens: &Tokens, bound: &[String]) -> Option<Tokens> {
    for (at, token) in tokens.0.iter().enumerate() {
        let next = tokens.0.get(at + 1);
        match (token, next) {
            (TokenTree::Group(group), _) => {
                if let Some(found) = borrowed(&group.stream().into(), bound) {
                    return Some(found);
                }
            }
            (token, next)
                if is_punct(token, '&') && !next.is_some_and(|next| is_punct(next, '\'')) =>
            {
                return Some(Tokens(vec![token.clone()]));
            }
            (token, Some(TokenTree::Ident(name)))
                if is_punct(token, '\'') && (name == "_" || bound.contains(&name.to_string())) =>
            {
                return Some(Tokens(vec![token.clone(), name.clone().into()]));
            }
            _ => {}
        }
    }
    None
}

/// `tokens` with `'_` in place of each lifetime of `bound`.
pub(crate) fn elide(tokens: &Tokens, bound: &[String]) -> Tokens {
    let mut elided = tokens.clone();
    if bound.is_empty() {
        return elided;
    }
    let mut lifetime = false;
    for token in &mut elided.0 {
        let after_quote = std::mem::replace(&mut lifetime, is_punct(token, '\''));
        match token {
            TokenTree::Group(group) => {
                let inner = elide(&group.stream().into(), bound).into_token_stream();
                let span = group.span();
                *group = Group::new(group.delimiter(), inner);
                group.set_span(span);
            }
            TokenTree::Ident(name) if after_quote && bound.contains(&name.to_string()) => {
                *name = Ident::new("_", name.span());
            }
            _ => {}
        }
    }
    elided
}

/// The first lifetime in `tokens` that is neither `declared` nor the `'b` of a `for<'b>` in there,
/// with its quote.
pub(crate) fn undeclared(tokens: &Tokens, declared: &[String]) -> Option<Tokens> {
    let mut declared = declared.to_vec();
    let mut found = Vec::new();
    lifetimes(tokens, &mut declared, &mut found);
    for (tokens, name) in found {
        if !declared.contains(&name) {
            return Some(tokens);
        }
    }
    None
}

fn lifetimes(tokens: &Tokens, declared: &mut Vec<String>, found: &mut Vec<(Tokens, String)>) {
    let mut in_binder = false;
    for (at, token) in tokens.0.iter().enumerate() {
        match (token, tokens.0.get(at + 1)) {
            (TokenTree::Group(group), _) => lifetimes(&group.stream().into(), declared, found),
            (TokenTree::Ident(ident), _) if ident == "for" => in_binder = true,
            (token, _) if is_punct(token, '>') => in_binder = false,
            (token, Some(TokenTree::Ident(name))) if is_punct(token, '\'') => {
                let shown = name.to_string();
                if in_binder {
                    declared.push(shown);
                } else {
                    found.push((Tokens(vec![token.clone(), name.clone().into()]), shown));
                }
            }
            _ => {}
        }
    }
}

fn is_punct(token: &TokenTree, expected: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == expected)
}

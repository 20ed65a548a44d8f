//! What can be told of tokens without knowing what they stand for.

use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use quote::ToTokens;

/// Whether `name` occurs anywhere in `tokens`: as an identifier, or as a lifetime without its `'`.
pub(crate) fn mention(tokens: &TokenStream, name: &str) -> bool {
    tokens.clone().into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == name,
        TokenTree::Group(group) => mention(&group.stream(), name),
        _ => false,
    })
}

/// Whether two types are written alike, so that they are one. What `$crate` stands for does not show.
pub(crate) fn same(one: &impl ToTokens, other: &impl ToTokens) -> bool {
    let (one, other) = (one.to_token_stream(), other.to_token_stream());
    !mention(&one, "$crate") && alike(one, other)
}

fn alike(one: TokenStream, other: TokenStream) -> bool {
    let mut others = other.into_iter();
    let alike = one.into_iter().all(|token| match (token, others.next()) {
        (TokenTree::Ident(one), Some(TokenTree::Ident(other))) => one == other,
        (TokenTree::Punct(one), Some(TokenTree::Punct(other))) => one.as_char() == other.as_char(),
        (TokenTree::Group(one), Some(TokenTree::Group(other))) => {
            one.delimiter() == other.delimiter() && alike(one.stream(), other.stream())
        }
        (TokenTree::Literal(one), Some(TokenTree::Literal(other))) => {
            one.to_string() == other.to_string()
        }
        _ => false,
    });
    alike && others.next().is_none()
}

/// The first `impl` or `_` of a type, or the `mut` of the `mut self` that syn lets a `fn` begin with.
pub(crate) fn unnamed(tokens: &TokenStream) -> Option<Ident> {
    let mut tokens = tokens.clone().into_iter().peekable();
    let (mut after_quote, mut after_pointer) = (false, false);
    while let Some(token) = tokens.next() {
        match &token {
            TokenTree::Group(group) => {
                if let Some(found) = unnamed(&group.stream()) {
                    return Some(found);
                }
            }
            TokenTree::Ident(ident) if ident == "impl" => return Some(ident.clone()),
            // `fn(_: u32)` names a parameter, not a type.
            TokenTree::Ident(ident)
                if ident == "_"
                    && !after_quote
                    && !tokens.peek().is_some_and(|next| is_punct(next, ':')) =>
            {
                return Some(ident.clone());
            }
            TokenTree::Ident(ident)
                if ident == "mut"
                    && !after_pointer
                    && matches!(tokens.peek(), Some(TokenTree::Ident(next)) if next == "self") =>
            {
                return Some(ident.clone());
            }
            _ => {}
        }
        after_pointer = after_quote || is_punct(&token, '*') || is_punct(&token, '&');
        after_quote = is_punct(&token, '\'');
    }
    None
}

/// The first reference or lifetime in a type that the caller of a closure chooses: `&T`, `'_`, or
/// one of `bound`, by name.
pub(crate) fn borrowed(tokens: TokenStream, bound: &[String]) -> Option<TokenStream> {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match &token {
            TokenTree::Group(group) => {
                if let Some(found) = borrowed(group.stream(), bound) {
                    return Some(found);
                }
            }
            token
                if is_punct(token, '&')
                    && !tokens.peek().is_some_and(|next| is_punct(next, '\'')) =>
            {
                return Some(token.clone().into());
            }
            token if is_punct(token, '\'') => match tokens.next() {
                Some(TokenTree::Ident(name))
                    if name == "_" || bound.iter().any(|bound| name == *bound) =>
                {
                    return Some([token.clone(), name.into()].into_iter().collect());
                }
                _ => {}
            },
            _ => {}
        }
    }
    None
}

/// `tokens` with `'_` in place of each lifetime of `bound`.
pub(crate) fn elide(tokens: TokenStream, bound: &[String]) -> TokenStream {
    let mut after_quote = false;
    let elided = tokens.into_iter().map(|token| {
        let lifetime = std::mem::replace(&mut after_quote, is_punct(&token, '\''));
        match token {
            TokenTree::Group(group) => {
                let inner = elide(group.stream(), bound);
                let mut elided = Group::new(group.delimiter(), inner);
                elided.set_span(group.span());
                elided.into()
            }
            TokenTree::Ident(name) if lifetime && bound.iter().any(|bound| name == bound) => {
                Ident::new("_", name.span()).into()
            }
            token => token,
        }
    });
    elided.collect()
}

/// The lifetimes in `tokens` that are neither `declared` nor the `'b` of a `for<'b>` in there,
/// with their quotes.
pub(crate) fn undeclared(tokens: &TokenStream, declared: &[String]) -> Vec<TokenStream> {
    let mut declared = declared.to_vec();
    let mut found = Vec::new();
    lifetimes(tokens, &mut declared, &mut found);
    found.retain(|(_, name)| !declared.contains(name));
    found.into_iter().map(|(tokens, _)| tokens).collect()
}

fn lifetimes(
    tokens: &TokenStream,
    declared: &mut Vec<String>,
    found: &mut Vec<(TokenStream, String)>,
) {
    let mut tokens = tokens.clone().into_iter().peekable();
    let mut in_binder = false;
    while let Some(token) = tokens.next() {
        match &token {
            TokenTree::Group(group) => lifetimes(&group.stream(), declared, found),
            TokenTree::Ident(ident) if ident == "for" => in_binder = true,
            token if is_punct(token, '>') => in_binder = false,
            token if is_punct(token, '\'') => {
                let Some(TokenTree::Ident(name)) = tokens.next() else { continue };
                let shown = name.to_string();
                if in_binder {
                    declared.push(shown);
                } else {
                    found.push(([token.clone(), name.into()].into_iter().collect(), shown));
                }
            }
            _ => {}
        }
    }
}

fn is_punct(token: &TokenTree, expected: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == expected)
}

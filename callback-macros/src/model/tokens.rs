//! Queries about tokens that need no grammar: the names, lifetimes and references in them.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, TokenStreamExt, quote};
use syn::Lifetime;

/// Returns whether `name` occurs anywhere in `tokens`: as an identifier, or as a lifetime without its `'`.
pub(crate) fn mention(tokens: &dyn ToTokens, name: &str) -> bool {
    find(tokens, name).is_some()
}

/// Returns whether the lifetime `'name` occurs anywhere in `tokens`.
pub(crate) fn mention_lifetime(tokens: &dyn ToTokens, name: &str) -> bool {
    let mut tokens = tokens.to_token_stream().into_iter().peekable();
    while let Some(token) = tokens.next() {
        let is_found = match (&token, tokens.peek()) {
            (TokenTree::Group(group), _) => mention_lifetime(&group.stream(), name),
            (token, Some(TokenTree::Ident(next))) => is_punct(token, '\'') && next == name,
            _ => false,
        };
        if is_found {
            return true;
        }
    }
    false
}

/// Returns whether a string in `tokens` mentions `name` as `format!` does: `"{name}"`.
pub(crate) fn mention_in_text(tokens: &dyn ToTokens, name: &str) -> bool {
    tokens.to_token_stream().into_iter().any(|token| match token {
        TokenTree::Literal(literal) => literal.to_string().contains(&format!("{{{name}")),
        TokenTree::Group(group) => mention_in_text(&group.stream(), name),
        _ => false,
    })
}

/// Returns the first identifier `name` in `tokens`.
pub(crate) fn find(tokens: &dyn ToTokens, name: &str) -> Option<Ident> {
    let name = name.trim_start_matches("r#");
    identifiers(tokens).into_iter().find(|ident| ident.to_string().trim_start_matches("r#") == name)
}

/// Returns the identifiers in `tokens`.
pub(crate) fn identifiers(tokens: &dyn ToTokens) -> Vec<Ident> {
    let mut found = Vec::new();
    gather(tokens.to_token_stream(), &mut found);
    found
}

fn gather(tokens: TokenStream, found: &mut Vec<Ident>) {
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => found.push(ident),
            TokenTree::Group(group) => gather(group.stream(), found),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

/// Returns whether a type can depend on the parameter `name`: it mentions `name` or `r#name`, or has a macro that
/// may expand to it.
pub(crate) fn may_depend_on(ty: &dyn ToTokens, name: &str) -> bool {
    let name = name.trim_start_matches("r#");
    ty.to_token_stream().into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident.to_string().trim_start_matches("r#") == name,
        TokenTree::Group(group) => may_depend_on(&group.stream(), name),
        TokenTree::Punct(punct) => punct.as_char() == '!',
        TokenTree::Literal(_) => false,
    })
}

/// Returns whether an expression or a type may contain items, in a block or from a macro.
pub(crate) fn may_have_items(tokens: &dyn ToTokens) -> bool {
    tokens.to_token_stream().into_iter().any(|token| match token {
        TokenTree::Group(group) => {
            group.delimiter() == Delimiter::Brace || may_have_items(&group.stream())
        }
        token => is_punct(&token, '!'),
    })
}

/// Returns whether two types are spelled alike, and so are the same type. `$crate` can mean different crates,
/// so a type that mentions it equals no other.
pub(crate) fn same(one: &dyn ToTokens, other: &dyn ToTokens) -> bool {
    !mention(one, "$crate") && alike(one.to_token_stream(), other.to_token_stream())
}

fn alike(one: TokenStream, other: TokenStream) -> bool {
    let (mut one, mut other) = (one.into_iter(), other.into_iter());
    loop {
        match (one.next(), other.next()) {
            (None, None) => return true,
            (Some(one), Some(other)) if are_alike(&one, &other) => {}
            _ => return false,
        }
    }
}

fn are_alike(one: &TokenTree, other: &TokenTree) -> bool {
    match (one, other) {
        (TokenTree::Ident(one), TokenTree::Ident(other)) => one == other,
        (TokenTree::Punct(one), TokenTree::Punct(other)) => one.as_char() == other.as_char(),
        (TokenTree::Group(one), TokenTree::Group(other)) => {
            one.delimiter() == other.delimiter() && alike(one.stream(), other.stream())
        }
        (TokenTree::Literal(one), TokenTree::Literal(other)) => {
            one.to_string() == other.to_string()
        }
        _ => false,
    }
}

/// Returns the first `impl` or `_` of a type.
pub(crate) fn unnamed(ty: &dyn ToTokens) -> Option<Ident> {
    let mut tokens = ty.to_token_stream().into_iter().peekable();
    let mut after_quote = false;
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
            _ => {}
        }
        after_quote = is_punct(&token, '\'');
    }
    None
}

/// Returns the first reference or lifetime in a type that the caller of a closure chooses: `&T`, `'_`, or
/// one of `bound`, by name.
pub(crate) fn borrowed(ty: &dyn ToTokens, bound: &[String]) -> Option<TokenStream> {
    let mut tokens = ty.to_token_stream().into_iter().peekable();
    while let Some(token) = tokens.next() {
        match (&token, tokens.peek()) {
            (TokenTree::Group(group), _) => {
                if let Some(found) = borrowed(&group.stream(), bound) {
                    return Some(found);
                }
            }
            (token, next)
                if is_punct(token, '&') && !next.is_some_and(|next| is_punct(next, '\'')) =>
            {
                return Some(token.to_token_stream());
            }
            (token, Some(TokenTree::Ident(name)))
                if is_punct(token, '\'') && (name == "_" || bound.contains(&name.to_string())) =>
            {
                return Some(quote!(#token #name));
            }
            _ => {}
        }
    }
    None
}

/// Returns the tokens with spans located at `place`, where the compiler reports their faults. They still
/// resolve to the same items.
pub(crate) fn at(tokens: &dyn ToTokens, place: Span) -> TokenStream {
    let moved = |mut token: TokenTree| {
        if let TokenTree::Group(group) = &token {
            token = Group::new(group.delimiter(), at(&group.stream(), place)).into();
        }
        token.set_span(token.span().located_at(place));
        token
    };
    tokens.to_token_stream().into_iter().map(moved).collect()
}

/// Returns `tokens` with `'_` in place of each lifetime of `bound`.
pub(crate) fn elide(tokens: &dyn ToTokens, bound: &[String]) -> TokenStream {
    replace_lifetimes(tokens, bound, "_")
}

/// Returns `tokens` with `'static` in place of each lifetime of `bound`.
pub(crate) fn with_static(tokens: &dyn ToTokens, bound: &[String]) -> TokenStream {
    replace_lifetimes(tokens, bound, "static")
}

fn replace_lifetimes(tokens: &dyn ToTokens, bound: &[String], instead: &str) -> TokenStream {
    let tokens = tokens.to_token_stream();
    if bound.is_empty() {
        return tokens;
    }
    let mut elided = TokenStream::new();
    let mut after_quote = false;
    for token in tokens {
        let is_lifetime = std::mem::replace(&mut after_quote, is_punct(&token, '\''));
        match token {
            TokenTree::Group(group) => {
                let mut inner = Group::new(
                    group.delimiter(),
                    replace_lifetimes(&group.stream(), bound, instead),
                );
                inner.set_span(group.span());
                elided.append(inner);
            }
            TokenTree::Ident(name) if is_lifetime && bound.contains(&name.to_string()) => {
                elided.append(Ident::new(instead, name.span()));
            }
            token => elided.append(token),
        }
    }
    elided
}

/// Returns the type with `lifetime` added to each reference that has none.
pub(crate) fn name_lifetimes(ty: &dyn ToTokens, lifetime: &Lifetime) -> TokenStream {
    let mut named = TokenStream::new();
    let mut tokens = ty.to_token_stream().into_iter().peekable();
    while let Some(token) = tokens.next() {
        let is_quoted = tokens.peek().is_some_and(|next| is_punct(next, '\''));
        match token {
            TokenTree::Group(group) => {
                let mut inner =
                    Group::new(group.delimiter(), name_lifetimes(&group.stream(), lifetime));
                inner.set_span(group.span());
                named.append(inner);
            }
            TokenTree::Punct(punct) if punct.as_char() == '&' && !is_quoted => {
                named.append(punct);
                lifetime.to_tokens(&mut named);
            }
            TokenTree::Punct(punct)
                if punct.as_char() == '\''
                    && matches!(tokens.peek(), Some(TokenTree::Ident(name)) if name == "_") =>
            {
                tokens.next();
                lifetime.to_tokens(&mut named);
            }
            token => named.append(token),
        }
    }
    named
}

/// Returns the first lifetime in `tokens` that neither `declared` contains nor a `for<'b>` in the tokens
/// declares.
pub(crate) fn undeclared(tokens: &dyn ToTokens, declared: &[String]) -> Option<TokenStream> {
    let mut declared = declared.to_vec();
    let mut found = Vec::new();
    lifetimes(tokens.to_token_stream(), &mut declared, &mut found);
    found.into_iter().find(|(name, _)| !declared.contains(name)).map(|(_, lifetime)| lifetime)
}

fn lifetimes(
    tokens: TokenStream,
    declared: &mut Vec<String>,
    found: &mut Vec<(String, TokenStream)>,
) {
    let mut tokens = tokens.into_iter().peekable();
    let mut in_binder = false;
    while let Some(token) = tokens.next() {
        match (&token, tokens.peek()) {
            (TokenTree::Group(group), _) => lifetimes(group.stream(), declared, found),
            (TokenTree::Ident(ident), _) if ident == "for" => in_binder = true,
            (token, _) if is_punct(token, '>') => in_binder = false,
            (token, Some(TokenTree::Ident(name))) if is_punct(token, '\'') => {
                if in_binder {
                    declared.push(name.to_string());
                } else {
                    found.push((name.to_string(), quote!(#token #name)));
                }
            }
            _ => {}
        }
    }
}

/// Returns whether a token is this punctuation character.
pub(crate) fn is_punct(token: &TokenTree, expected: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == expected)
}

/// Returns whether a punctuation character occurs anywhere in `tokens`.
pub(crate) fn has_punct(tokens: &TokenStream, expected: char) -> bool {
    tokens.clone().into_iter().any(|token| match token {
        TokenTree::Group(group) => has_punct(&group.stream(), expected),
        token => is_punct(&token, expected),
    })
}

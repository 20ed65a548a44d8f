//! The value of a key: an expression, or the tokens up to the next key.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Expr, Ident, Result, Token};

use super::attempt::attempt_with;
use crate::model::{Keys, Value, tokens};
use crate::names::is_one_of;

/// Reads an expression. If syn cannot read it, its tokens go to the compiler.
pub(super) fn value(input: ParseStream<'_>) -> Value {
    match attempt_with(input, expression) {
        Ok(expression) => Value { tokens: expression.into_token_stream(), is_read: true },
        Err(_) => Value { tokens: skip_value(input), is_read: false },
    }
}

/// Reads an expression that is the rest of the input, except for a comma. If syn cannot read it, its tokens
/// go to the compiler.
pub(super) fn whole_value(input: ParseStream<'_>) -> Value {
    let whole = |input: ParseStream<'_>| {
        let expression = expression(input)?;
        input.parse::<Option<Token![,]>>()?;
        if input.is_empty() { Ok(expression) } else { Err(input.error("expected the end")) }
    };
    if let Ok(expression) = attempt_with(input, whole) {
        return Value { tokens: expression.into_token_stream(), is_read: true };
    }
    let mut rest = TokenStream::new();
    while !input.is_empty() {
        let token = input.parse::<TokenTree>();
        let is_comma = token.as_ref().is_ok_and(|token| tokens::is_punct(token, ','));
        if !(is_comma && input.is_empty()) {
            rest.extend(token);
        }
    }
    Value { tokens: rest, is_read: false }
}

/// Reads an expression with a comma or a key after it, if anything follows.
fn expression(input: ParseStream<'_>) -> Result<Expr> {
    let expression = input.parse()?;
    let is_whole = input.is_empty() || input.peek(Token![,]) || at_known_key(input);
    // syn reads the keywords `crate` and `super` as paths.
    let is_keyword = matches!(&expression, Expr::Path(path) if path.path.is_ident("crate")
        || path.path.is_ident("super"));
    if is_whole && !is_keyword { Ok(expression) } else { Err(input.error("expected `,`")) }
}

/// Skips a value that could not be read, up to a comma with a key after it, or to the last comma.
pub(super) fn skip_value(input: ParseStream<'_>) -> TokenStream {
    let mut skipped = TokenStream::new();
    while !at_end(input) {
        skipped.extend(input.parse::<TokenTree>());
    }
    skipped
}

/// Returns whether the input ends here, or at a comma with nothing or with a `key =` after it.
fn at_end(input: ParseStream<'_>) -> bool {
    let ahead = input.fork();
    let comma = ahead.parse::<Token![,]>().is_ok();
    ahead.is_empty() || comma && key(&ahead).is_some()
}

/// Returns whether a key of the attribute and its `=` come next.
pub(super) fn at_known_key(input: ParseStream<'_>) -> bool {
    key(input).is_some_and(|name| is_one_of(&name, &Keys::NAMES))
}

/// Returns the name in `name =`, if that comes next.
fn key(input: ParseStream<'_>) -> Option<Ident> {
    let ahead = input.fork();
    let name = ahead.call(Ident::parse_any).ok()?;
    let is_key = ahead.peek(Token![=]) && !ahead.peek(Token![==]) && !ahead.peek(Token![=>]);
    is_key.then_some(name)
}

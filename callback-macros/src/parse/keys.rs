//! One `key = value` of the attribute's argument.

use syn::buffer::Cursor;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::parse::discouraged::Speculative;
use syn::{Expr, Ident, Path, Token};

use super::between;
use crate::errors::{Errors, list};
use crate::model::{Keys, Source};

const KEYS: [&str; 9] =
    ["break", "context", "continue", "crate", "err", "fallback", "matches", "ok", "slots"];

/// Reads one key and its value, or reports what is wrong and steps over it.
pub(super) fn key(input: ParseStream<'_>, keys: &mut Keys, errors: &mut Errors) -> syn::Result<()> {
    if let Err(error) = read(input, keys, errors) {
        errors.add(error);
        keys.unread = true;
        skip_value(input)?;
    }
    Ok(())
}

fn read(input: ParseStream<'_>, keys: &mut Keys, errors: &mut Errors) -> syn::Result<()> {
    let known = || list(KEYS.iter().map(|key| format!("`{key}`")));
    if !input.peek(Ident::peek_any) {
        return Err(input.error(format_args!("expected a key\nhelp: the keys are {}", known())));
    }
    let name = Ident::parse_any(input)?;
    let shown = name.to_string();
    if !KEYS.contains(&shown.as_str()) {
        let message = format!("unknown key `{shown}`\nhelp: the keys are {}", known());
        return Err(syn::Error::new_spanned(name, message));
    }
    let empty = || {
        let message = format!("`{shown}` has no value\nhelp: write `{shown} = <value>`");
        syn::Error::new_spanned(&name, message)
    };
    if !input.peek(Token![=]) || input.peek(Token![==]) {
        return Err(empty());
    }
    input.parse::<Token![=]>()?;
    if input.is_empty() || input.peek(Token![,]) {
        return Err(empty());
    }
    value(input, name.clone(), keys, errors)
}

/// Reads the value of one key.
fn value(
    input: ParseStream<'_>,
    name: Ident,
    keys: &mut Keys,
    errors: &mut Errors,
) -> syn::Result<()> {
    match name.to_string().as_str() {
        "break" => set(&mut keys.stop, name, expression(input)?, errors),
        "context" => set(&mut keys.context, name, source(input)?, errors),
        "continue" => set(&mut keys.go_on, name, expression(input)?, errors),
        "err" => set(&mut keys.err, name, expression(input)?, errors),
        "fallback" => set(&mut keys.fallback, name, expression(input)?, errors),
        "ok" => set(&mut keys.ok, name, expression(input)?, errors),
        "slots" => set(&mut keys.slots, name, expression(input)?, errors),
        "matches" => {
            let help = "`matches` names a type\nhelp: write `matches = path::to::Typedef`";
            let ty = input.parse().map_err(|error| syn::Error::new(error.span(), help))?;
            set(&mut keys.matches, name, ty, errors);
        }
        _ => {
            let help = "`crate` names a path\nhelp: write `crate = path::to::callback_runtime`";
            let path = input.call(Path::parse_mod_style);
            let path = path.map_err(|error| syn::Error::new(error.span(), help))?;
            set(&mut keys.krate, name, path, errors);
        }
    }
    Ok(())
}

fn set<T>(slot: &mut Option<(Ident, T)>, name: Ident, value: T, errors: &mut Errors) {
    if slot.is_some() {
        errors.report(&name, format_args!("`{name}` is given twice\nhelp: remove one of the two"));
    } else {
        *slot = Some((name, value));
    }
}

fn source(input: ParseStream<'_>) -> syn::Result<Source> {
    let fork = input.fork();
    match fork.parse::<Ident>() {
        Ok(name) if name == "none" && (fork.is_empty() || fork.peek(Token![,])) => {
            input.parse().map(Source::Nowhere)
        }
        _ => expression(input).map(Source::Expression),
    }
}

/// Reads an expression. What syn cannot tell from its first tokens without its feature `full`, a
/// block for one, is taken as it stands, and left to the compiler.
fn expression(input: ParseStream<'_>) -> syn::Result<Expr> {
    let fork = input.fork();
    match fork.parse::<Expr>() {
        Ok(expression)
            if fork.is_empty() || fork.peek(Token![,]) || is_key(fork.cursor(), &KEYS) =>
        {
            input.advance_to(&fork);
            Ok(expression)
        }
        _ => {
            let begin = input.cursor();
            skip_value(input)?;
            Ok(Expr::Verbatim(between(begin, input.cursor())))
        }
    }
}

/// Steps over a value that could not be read, up to the next `, key =` or the last comma.
pub(super) fn skip_value(input: ParseStream<'_>) -> syn::Result<()> {
    input.step(|cursor| {
        let mut rest = *cursor;
        loop {
            match rest.punct() {
                Some((punct, after))
                    if punct.as_char() == ',' && (after.eof() || is_key(after, &[])) =>
                {
                    return Ok(((), rest));
                }
                _ => {}
            }
            match rest.token_tree() {
                Some((_, after)) => rest = after,
                None => return Ok(((), rest)),
            }
        }
    })
}

/// Whether a key and its `=` stand here: one of `known`, or any if that is empty.
fn is_key(cursor: Cursor<'_>, known: &[&str]) -> bool {
    let Some((name, after)) = cursor.ident() else { return false };
    let equals = after.punct().is_some_and(|(punct, _)| punct.as_char() == '=');
    equals && (known.is_empty() || known.contains(&name.to_string().as_str()))
}

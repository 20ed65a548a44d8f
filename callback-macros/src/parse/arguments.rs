//! The attribute's argument: the prototype, then the keys.

use proc_macro2::TokenStream;
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Ident, LitStr, Path, Token, token};

use super::keys::key;
use super::prototype::signature;
use super::value::skip_value;
use crate::errors::Errors;
use crate::model::{Arguments, Form, Keys, display};
use crate::names::CONVENTIONS;
use crate::suggest::{suggest, synonym};

/// Reads the attribute's argument.
pub(crate) fn arguments(tokens: TokenStream, errors: &mut Errors) -> Arguments {
    read_all(tokens, Arguments::default(), errors)
}

/// Reads the argument of a method's own attribute.
pub(super) fn arguments_of_method(tokens: TokenStream, errors: &mut Errors) -> Arguments {
    read_all(tokens, Arguments { is_of_method: true, ..Arguments::default() }, errors)
}

fn read_all(tokens: TokenStream, empty: Arguments, errors: &mut Errors) -> Arguments {
    let read = (|input: ParseStream<'_>| Ok(read(input, empty, errors))).parse2(tokens);
    // syn reports a token that was left over in a group at the end of `parse2`.
    errors.ok(read).unwrap_or_else(|| Arguments {
        form: Form::Unread,
        keys: Keys { unread: true, ..Keys::default() },
        ..Arguments::default()
    })
}

fn read(input: ParseStream<'_>, mut arguments: Arguments, errors: &mut Errors) -> Arguments {
    if is_optional(input) {
        let message = "a prototype is a function pointer, not an `Option` of one\n\
                       help: write the prototype without `Option<..>`";
        refuse(input, message, &mut arguments, errors);
        comma(input, &mut arguments, errors);
    } else if is_of_c(input) {
        let message = "a prototype is written in Rust, not in C\n\
                       help: write it as `extern \"C\" fn(..) -> ..`, with `context` for the user data's \
                       name";
        refuse(input, message, &mut arguments, errors);
        comma(input, &mut arguments, errors);
    } else if input.peek(Token![pub]) {
        refuse(input, "a prototype has no visibility\nhelp: remove `pub`", &mut arguments, errors);
        comma(input, &mut arguments, errors);
    } else if let Some(message) = word(input) {
        refuse(input, &message, &mut arguments, errors);
        comma(input, &mut arguments, errors);
    } else if is_signature(input) || input.peek(LitStr) {
        signature(input, &mut arguments, errors);
        if input.peek(Token![,]) && input.peek2(Token![fn]) {
            let message = "unexpected comma between the calling convention and the prototype\nhelp: remove the comma";
            refuse(input, message, &mut arguments, errors);
        }
        comma(input, &mut arguments, errors);
    }
    while !input.is_empty() {
        if is_signature(input) {
            let message = "the prototype comes before the keys\nhelp: move it to the front";
            refuse(input, message, &mut arguments, errors);
        } else {
            key(input, &mut arguments.keys, errors);
        }
        comma(input, &mut arguments, errors);
    }
    arguments
}

/// Reports and skips tokens that cannot be a prototype, or cannot be one at this place.
fn refuse(input: ParseStream<'_>, message: &str, arguments: &mut Arguments, errors: &mut Errors) {
    errors.report_at(input.span(), message);
    arguments.form = Form::Unread;
    skip_value(input);
}

fn is_signature(input: ParseStream<'_>) -> bool {
    input.peek(Token![for]) && input.peek2(Token![<])
        || input.peek(Token![extern])
        || input.peek(Token![unsafe])
        || input.peek(Token![fn]) && !input.peek2(Token![=])
}

/// Returns whether a binding generator's typedef begins here: `Option<unsafe extern "C" fn()>`.
fn is_optional(input: ParseStream<'_>) -> bool {
    input.peek(Ident) && input.peek2(Token![<]) && {
        let ahead = input.fork();
        ahead.parse::<Ident>().is_ok_and(|name| name == "Option")
    }
}

/// Returns the message for a word in place of the prototype: a calling convention, or the name of a typedef.
fn word(input: ParseStream<'_>) -> Option<String> {
    let ahead = input.fork();
    let first: Ident = ahead.parse().ok()?;
    let name = first.to_string();
    if let Ok(convention) = ahead.parse::<LitStr>() {
        let shown = convention.value();
        return Some(format!(
            "a calling convention follows the word `extern`\nhelp: write `extern \"{shown}\"`"
        ));
    }
    let is_alone = ahead.is_empty() || ahead.peek(Token![,]);
    if is_alone || ahead.peek(Token![fn]) {
        let convention = CONVENTIONS.into_iter().find(|known| *known == name);
        if let Some(convention) = convention.or_else(|| synonym(&name, &CONVENTIONS)) {
            return Some(format!(
                "a calling convention is written in quotes\nhelp: write `extern \"{convention}\"`"
            ));
        }
    }
    let is_path = ahead.peek(Token![::]);
    if suggest(&name, &Keys::NAMES).is_some() || !(is_alone || is_path) {
        return None;
    }
    let typedef = display(input.fork().call(Path::parse_mod_style).ok()?);
    Some(format!(
        "the prototype cannot be read from the typedef `{typedef}`\n\
         help: write the prototype, and `matches = {typedef}` after it"
    ))
}

/// Returns whether a prototype in C's syntax begins here: `int (*visit)(void *)`.
fn is_of_c(input: ParseStream<'_>) -> bool {
    let is_second = input.peek2(Ident)
        || input.peek2(Token![*])
        || input.peek2(token::Paren)
        || input.peek2(Token![const]);
    input.peek(Ident) && is_second
}

/// Reads the `,` before a key, unless the input ends here.
fn comma(input: ParseStream<'_>, arguments: &mut Arguments, errors: &mut Errors) {
    if input.is_empty() || input.parse::<Token![,]>().is_ok() {
        return;
    }
    errors.add(input.error("expected `,`\nhelp: write a comma before each key"));
    arguments.keys.unread = true;
    if input.parse::<Token![;]>().is_err() && !input.peek(Ident::peek_any) {
        skip_value(input);
    }
}

//! A C function in a block.

use proc_macro2::Group;
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Abi, Attribute, Error, Ident, Meta, Result, ReturnType, Token, Visibility, token};

use super::words::words;
use crate::errors::Errors;
use crate::model::{Foreign, ForeignParameter, display, ty};
use crate::names;
use crate::parse::attempt::attempt;
use crate::parse::parts::parameters;
use crate::parse::prototype::output;

/// Reads a function from its qualifiers on.
pub(super) fn function(
    mut attrs: Vec<Attribute>,
    visibility: Visibility,
    input: ParseStream<'_>,
    errors: &mut Errors,
) -> Result<Foreign> {
    let optional = take_optional(&mut attrs, errors);
    let safety = qualifiers(input, errors)?;
    input.parse::<Token![fn]>().map_err(|error| {
        Error::new(error.span(), "expected a function of C\nhelp: write `fn name(..) -> ..;`")
    })?;
    let name: Ident = input.parse()?;
    let mut generics = parameters(input)?;
    let parenthesized: Group = input.parse()?;
    let mut variadic = None;
    let read = |input: ParseStream<'_>| inputs(input, &mut variadic, errors);
    let parameters = read.parse2(parenthesized.stream())?;
    let result: ReturnType = attempt(input)?;
    generics.where_clause = attempt(input)?;
    if input.peek(token::Brace) {
        return Err(input
            .error("a C function cannot have a body here\nhelp: write `;` in place of the body"));
    }
    // The compiler has already reported a missing `;`.
    input.parse::<Option<Token![;]>>()?;
    let mut output = output(result).map(ty::without_plus);
    if let Some(void) = output.take_if(|ty| ty::is_name(ty, "void")) {
        let message =
            "a function that returns `void` has no result in Rust\nhelp: remove `-> void`";
        errors.report(void, message);
    }
    Ok(Foreign {
        attrs,
        optional,
        visibility,
        safety,
        name,
        generics,
        parameters,
        variadic,
        output,
    })
}

/// Reads `safe` or `unsafe`, and reports any other qualifier before `fn`.
pub(super) fn qualifiers(input: ParseStream<'_>, errors: &mut Errors) -> Result<Option<Ident>> {
    let mut safety = None;
    while !input.peek(Token![fn]) && is_qualifier(input) {
        if input.peek(Token![extern]) {
            let abi: Abi = input.parse()?;
            let message = "the block sets the calling convention of its functions\nhelp: remove the `extern` here";
            errors.report(abi, message);
            continue;
        }
        let word = input.call(Ident::parse_any)?;
        if names::is_one_of(&word, &["safe", "unsafe"]) {
            if let Some(first) = &safety {
                let fault = if *first == word {
                    format!("`{word}` is given twice")
                } else {
                    format!("`{first}` and `{word}` exclude each other")
                };
                errors.report(&word, format!("{fault}\nhelp: remove one of the two"));
            }
            safety = Some(word);
        } else {
            let message = format!("a function of C cannot be `{word}`\nhelp: remove `{word}`");
            errors.report(&word, message);
        }
    }
    Ok(safety)
}

/// Returns whether the next token is a keyword that can precede `fn`.
fn is_qualifier(input: ParseStream<'_>) -> bool {
    let words = ["async", "const", "default", "extern", "gen", "safe", "unsafe"];
    input.fork().call(Ident::parse_any).is_ok_and(|word| names::is_one_of(&word, &words))
}

/// Takes `#[optional]` out of the attributes.
fn take_optional(attrs: &mut Vec<Attribute>, errors: &mut Errors) -> Option<Ident> {
    let (optional, others): (Vec<_>, Vec<_>) =
        attrs.drain(..).partition(|attr| attr.path().is_ident("optional"));
    *attrs = others;
    let mut optional = optional.into_iter();
    let first = optional.next()?;
    if !matches!(first.meta, Meta::Path(_)) {
        errors.report(&first, "`optional` takes no argument\nhelp: write `#[optional]`");
    }
    for second in optional {
        errors.report(second, "`#[optional]` is given twice\nhelp: remove one of the two");
    }
    first.path().get_ident().cloned()
}

/// Reads the parameters.
fn inputs(
    input: ParseStream<'_>,
    variadic: &mut Option<Token![...]>,
    errors: &mut Errors,
) -> Result<Vec<ForeignParameter>> {
    let mut inputs = Vec::new();
    while !input.is_empty() {
        let attrs = input.call(Attribute::parse_outer)?;
        if let Some(dots) = input.parse::<Option<Token![...]>>()? {
            *variadic = Some(dots);
        } else {
            let words = words(attrs, errors);
            let (name, ty) = (name(input)?, ty::without_plus(attempt(input)?));
            inputs.push(ForeignParameter { words, name, ty });
        }
        if input.parse::<Token![,]>().is_err() && !input.is_empty() {
            return Err(input.error("expected `,`"));
        }
    }
    Ok(inputs)
}

/// Reads the name of a parameter and the `:` after it.
fn name(input: ParseStream<'_>) -> Result<Ident> {
    if input.peek(Token![mut]) || input.peek(Token![ref]) {
        let word = input.call(Ident::parse_any)?;
        let message = format!("a C parameter has a name, not a pattern\nhelp: remove `{word}`");
        return Err(Error::new(word.span(), message));
    }
    if input.peek(Token![&]) || input.peek(Token![self]) {
        return Err(input.error(
            "C passes no `self`\nhelp: name the parameter and its type, such as `db: &Db`",
        ));
    }
    let ahead = input.fork();
    let name = input
        .call(Ident::parse_any)
        .ok()
        .filter(|_| input.peek(Token![:]) && !input.peek(Token![::]));
    let Some(name) = name else {
        let place = ahead.span();
        let found = attempt::<syn::Type>(&ahead);
        let shown = found.as_ref().map_or_else(|_| "..".to_owned(), display);
        let message = format!("expected a name and a type\nhelp: write `name: {shown}`");
        return Err(Error::new(place, message));
    };
    input.parse::<Token![:]>()?;
    Ok(name)
}

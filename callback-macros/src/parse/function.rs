//! A function under the attribute: its signature, read token by token in Rust's grammar, and its body.

use proc_macro2::{Group, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::parse::{ParseStream, Parser};
use syn::{
    Abi, Attribute, BoundLifetimes, Error, GenericParam, Generics, Ident, Result, ReturnType,
    Token, Type, Visibility,
};

use super::attempt::attempt;
use super::closure::refuse_unnamed;
use super::parts::{braces, parameters};
use super::prototype::output;
use crate::errors::Errors;
use crate::model::{Closure, ClosureForm, Function, Item, tokens};

/// Returns whether a function begins here, or something that is written like one.
pub(super) fn begins_function(input: ParseStream<'_>) -> bool {
    let ahead = input.fork();
    qualifiers(&ahead, &mut Errors::default()).is_ok() && ahead.peek(Token![fn])
}

/// Reads a function from its qualifiers on.
pub(super) fn function(
    attrs: Vec<Attribute>,
    visibility: Visibility,
    input: ParseStream<'_>,
    errors: &mut Errors,
) -> Result<(Item, Function)> {
    let unsafety = qualifiers(input, errors)?;
    let keyword: Token![fn] = input.parse()?;
    let name = input.parse()?;
    let mut generics = parameters(input)?;
    let parenthesized: Group = input.parse()?;
    let parser = |input: ParseStream<'_>| inputs(input, errors);
    let inputs = parser.parse2(parenthesized.stream())?.into_iter().map(|(_, ty)| ty).collect();
    let result: ReturnType = attempt(input)?;
    generics.where_clause = attempt(input)?;
    let body = body(input, &name)?;
    let closure = Closure {
        lifetimes: lifetimes(&generics),
        form: ClosureForm::Function,
        call: Ident::new("fn", keyword.span),
        send: None,
        sync: None,
        paren: parenthesized.span(),
        inputs,
        output: output(result),
    };
    for ty in closure.types() {
        refuse_unnamed(ty, "function", errors);
    }
    let function =
        Function { unsafety, parameters: parenthesized, output: closure.output.clone(), body };
    refuse_self(&function, errors);
    Ok((Item { attrs, visibility, name, generics, closure: Some(closure) }, function))
}

/// Returns the lifetimes of a function in the form of a closure's `for<..>`, since each call chooses them.
pub(super) fn lifetimes(generics: &Generics) -> Option<BoundLifetimes> {
    let mut lifetimes = BoundLifetimes::default();
    lifetimes.lifetimes.extend(generics.lifetimes().cloned().map(GenericParam::Lifetime));
    (!lifetimes.lifetimes.is_empty()).then_some(lifetimes)
}

/// Reads `unsafe`, and reports any other qualifier before `fn`.
pub(super) fn qualifiers(
    input: ParseStream<'_>,
    errors: &mut Errors,
) -> Result<Option<Token![unsafe]>> {
    if let Some(qualifier) = input.parse::<Option<Token![const]>>()? {
        let message = "a callback cannot be `const`: C calls it at run time\nhelp: remove `const`";
        errors.report(qualifier, message);
    }
    if let Some(qualifier) = input.parse::<Option<Token![async]>>()? {
        let message = "a callback cannot be `async`: C waits for its result\n\
                       help: remove `async`, and send what arrives to the task that awaits it";
        errors.report(qualifier, message);
    }
    let unsafety = input.parse()?;
    if let Some(abi) = input.parse::<Option<Abi>>()? {
        let message = "the attribute sets the calling convention, and makes the `extern` function\n\
                       help: remove the `extern` here";
        errors.report(abi, message);
    }
    Ok(unsafety)
}

/// Reads the parameters, and returns their patterns and types.
pub(super) fn inputs(
    input: ParseStream<'_>,
    errors: &mut Errors,
) -> Result<Vec<(TokenStream, Type)>> {
    let mut inputs = Vec::new();
    while !input.is_empty() {
        for attr in input.call(Attribute::parse_outer)? {
            if attr.path().is_ident("cfg") || attr.path().is_ident("cfg_attr") {
                let message = "a parameter of a callback is always there\n\
                               help: write two functions, each with its own `cfg`";
                errors.report(attr, message);
            }
        }
        inputs.push((pattern(input)?, attempt(input)?));
        if input.parse::<Token![,]>().is_err() && !input.is_empty() {
            return Err(input.error("expected `,`"));
        }
    }
    Ok(inputs)
}

/// Reads a pattern and the `:` after it.
fn pattern(input: ParseStream<'_>) -> Result<TokenStream> {
    let mut pattern = TokenStream::new();
    // The number of open `<`, since a path may have arguments.
    let mut depth = 0_usize;
    while !input.is_empty() && (depth > 0 || !input.peek(Token![,])) {
        let is_end = depth == 0 && input.peek(Token![:]) && !input.peek(Token![::]);
        if is_end && !pattern.is_empty() {
            return input.parse::<Token![:]>().map(|_| pattern);
        }
        // These are single tokens of two characters.
        if let Ok(path) = input.parse::<Token![::]>() {
            path.to_tokens(&mut pattern);
        } else if let Ok(arrow) = input.parse::<Token![->]>() {
            arrow.to_tokens(&mut pattern);
        } else {
            depth += usize::from(input.peek(Token![<]));
            depth -= usize::from(depth > 0 && input.peek(Token![>]));
            pattern.extend(input.parse::<TokenTree>());
        }
    }
    let message = if tokens::mention(&pattern, "self") {
        "C passes no `self`\nhelp: name the parameter and its type, such as `handler: &Handler`\n\
         note: for the methods of a trait, put a `#[callback]` on the trait, too"
    } else {
        "expected a name and a type\nhelp: write `name: ..`"
    };
    Err(Error::new_spanned(pattern, message))
}

/// Reads the body.
fn body(input: ParseStream<'_>, name: &Ident) -> Result<Group> {
    if let Some(body) = input.parse().ok().and_then(braces) {
        return Ok(body);
    }
    let message = "a function that C calls has a body\nhelp: write `{ .. }`";
    Err(Error::new(name.span(), message))
}

/// Refuses `Self`. The body cannot name it, because it becomes a function inside the C function.
fn refuse_self(function: &Function, errors: &mut Errors) {
    let Function { parameters, output, body, .. } = function;
    let signature = quote!(#parameters #output);
    // An `impl` in the body has its own `Self`.
    let has_impl = tokens::mention(body, "impl") || tokens::mention(body, "trait");
    let in_body = || if has_impl { None } else { tokens::find(body, "Self") };
    if let Some(found) = tokens::find(&signature, "Self").or_else(in_body) {
        let message = "a function that C calls cannot use `Self`\nhelp: write the name of the type";
        errors.report(found, message);
    }
}

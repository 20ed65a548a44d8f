//! The prototype, or the calling convention alone.

use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::token::Paren;
use syn::{Abi, Error, Ident, LitStr, NamedArg, Result, ReturnType, Token, Type, TypeFnPtr};

use super::attempt::{attempt, attempt_with};
use super::value::{at_known_key, skip_value};
use crate::errors::Errors;
use crate::model::{
    Arguments, DestroyFunction, Form, Parameter, Prototype, Role, Tuple, display, ty,
};
use crate::names;

/// Reads `extern "ABI"` or a whole prototype, and skips one that cannot be read.
pub(super) fn signature(input: ParseStream<'_>, arguments: &mut Arguments, errors: &mut Errors) {
    if let Some(abi) = convention_alone(input) {
        arguments.abi = convention(abi, errors);
        return;
    }
    arguments.form = Form::Unread;
    let faults = [is_unquoted, is_out_of_order, is_named, is_without_word];
    if faults.iter().any(|is_faulty| is_faulty(input, errors)) {
        return drop(skip_value(input));
    }
    let pointer = attempt::<TypeFnPtr>(input).map_err(|error| {
        let help = "help: write each parameter as Rust does, such as `context: *mut c_void`";
        Error::new(error.span(), format!("{error}\n{help}"))
    });
    let Some(pointer) = errors.ok(pointer) else {
        return drop(skip_value(input));
    };
    if !(arguments.is_of_method && pointer.abi.is_none()) {
        arguments.abi = prototype_convention(&pointer, errors);
    }
    if let (ReturnType::Default, Some(ty)) = (&pointer.output, misplaced_output(input)) {
        let shown = display(&ty);
        let message = format!("the result of a prototype follows `->`\nhelp: write `-> {shown}`");
        return errors.report(ty, message);
    }
    arguments.form = Form::Full(Box::new(prototype(pointer, errors)));
}

/// Reads the value of `destroy`.
pub(super) fn destroy_function(
    input: ParseStream<'_>,
    errors: &mut Errors,
) -> Result<DestroyFunction> {
    let pointer = attempt::<TypeFnPtr>(input).map_err(|error| {
        let help = "write `destroy = extern \"C\" fn(context: *mut c_void, ..)`";
        let message = format!("`destroy` is the prototype of the destroy function\nhelp: {help}");
        Error::new(error.span(), message)
    })?;
    let Some(Abi { name: Some(abi), .. }) = pointer.abi.clone() else {
        let message = "the destroy function does not say its calling convention\n\
                       help: write `extern \"system\" fn(..)` or `extern \"C\" fn(..)`";
        return Err(Error::new(pointer.fn_token.span, message));
    };
    Ok(DestroyFunction { abi, prototype: prototype(pointer, errors) })
}

/// Reads the result of a prototype that is not written with `->` alone: `i32`, `: i32`, `=> i32` or `, -> i32`.
fn misplaced_output(input: ParseStream<'_>) -> Option<Type> {
    let output = |ahead: ParseStream<'_>| {
        if ahead.peek(Token![,]) && ahead.peek2(Token![->]) {
            ahead.parse::<Token![,]>()?;
            ahead.parse::<Token![->]>()?;
        } else if ahead.peek(Token![=>]) {
            ahead.parse::<Token![=>]>()?;
        } else if ahead.peek(Token![:]) && !ahead.peek(Token![::]) {
            ahead.parse::<Token![:]>()?;
        } else if ahead.is_empty() || ahead.peek(Token![,]) || at_known_key(ahead) {
            return Err(ahead.error("no result"));
        }
        ahead.parse()
    };
    attempt_with(input, output).ok()
}

/// Reads the `extern "ABI"` of the short form.
fn convention_alone(input: ParseStream<'_>) -> Option<Abi> {
    let alone = |ahead: ParseStream<'_>| {
        let abi: Abi = ahead.parse()?;
        let is_unquoted = abi.name.is_none() && ahead.peek(Ident::peek_any);
        let is_more = ahead.peek(Token![fn]) || ahead.peek(Token![unsafe]) || ahead.peek(Paren);
        if is_unquoted || is_more { Err(ahead.error("more")) } else { Ok(abi) }
    };
    attempt_with(input, alone).ok()
}

/// Reports `extern C`, and a `"C"` without `extern`.
fn is_unquoted(input: ParseStream<'_>, errors: &mut Errors) -> bool {
    let ahead = input.fork();
    if let Ok(name) = ahead.parse::<LitStr>() {
        let shown = name.value();
        let message =
            format!("a calling convention follows `extern`\nhelp: write `extern \"{shown}\"`");
        errors.report(name, message);
        return true;
    }
    let name: Result<Ident> = ahead.parse::<Token![extern]>().and_then(|_| ahead.parse());
    let Ok(name) = name else { return false };
    let shown = names::plain(&name);
    let message =
        format!("a calling convention is written in quotes\nhelp: write `extern \"{shown}\"`");
    errors.report(name, message);
    true
}

/// Reports `extern "C" unsafe fn`.
fn is_out_of_order(input: ParseStream<'_>, errors: &mut Errors) -> bool {
    let unsafety = |ahead: ParseStream<'_>| {
        let abi: Abi = ahead.parse()?;
        Ok((abi, ahead.parse::<Token![unsafe]>()?))
    };
    let found: Result<_> = unsafety(&input.fork());
    let Ok((abi, unsafety)) = found else { return false };
    let shown = display(abi);
    let message = format!("`unsafe` comes before `extern`\nhelp: write `unsafe {shown} fn(..)`");
    errors.report(unsafety, message);
    true
}

/// Reports a prototype that has a name.
fn is_named(input: ParseStream<'_>, errors: &mut Errors) -> bool {
    let name = |ahead: ParseStream<'_>| {
        ahead.parse::<Option<Token![unsafe]>>()?;
        ahead.parse::<Option<Abi>>()?;
        ahead.parse::<Token![fn]>()?;
        ahead.parse::<Ident>()
    };
    let Ok(name) = name(&input.fork()) else { return false };
    let message = format!("a prototype has no name\nhelp: remove `{name}`");
    errors.report(name, message);
    true
}

/// Reports `extern "C" (..)`.
fn is_without_word(input: ParseStream<'_>, errors: &mut Errors) -> bool {
    let ahead = input.fork();
    let Ok(abi) = ahead.parse::<Abi>() else { return false };
    if !ahead.peek(Paren) {
        return false;
    }
    let shown = display(&abi);
    let message = format!("a prototype needs the keyword `fn`\nhelp: write `{shown} fn(..)`");
    errors.report(abi, message);
    true
}

fn convention(abi: Abi, errors: &mut Errors) -> Option<LitStr> {
    if abi.name.is_none() {
        let message = "`extern` does not say its calling convention\n\
                       help: write `extern \"system\"` or `extern \"C\"`";
        errors.report(abi.extern_token, message);
    }
    abi.name
}

fn prototype_convention(pointer: &TypeFnPtr, errors: &mut Errors) -> Option<LitStr> {
    let Some(abi) = pointer.abi.clone() else {
        let message = "the prototype does not say its calling convention\n\
                       help: write `extern \"system\" fn(..)` or `extern \"C\" fn(..)`";
        errors.report(pointer.fn_token, message);
        return None;
    };
    convention(abi, errors)
}

fn prototype(pointer: TypeFnPtr, errors: &mut Errors) -> Prototype {
    let text = display(&pointer);
    if let Some(lifetimes) = pointer.lifetimes {
        errors.report(
            lifetimes,
            "a C prototype has no lifetimes\n\
             help: write the pointers that C passes, and the lifetimes in the closure's type",
        );
    }
    let of_dots = pointer.variadic.iter().flat_map(|dots| &dots.attrs);
    for attribute in pointer.inputs.iter().flat_map(|input| &input.attrs).chain(of_dots) {
        errors.report(
            attribute,
            "a parameter of the prototype has no attributes\n\
             help: put them on the declaration, or write two declarations",
        );
    }
    let mut output = output(pointer.output);
    if let Some(void) = output.take_if(|ty| ty::is_name(ty, "void")) {
        let message =
            "a function that returns `void` has no result in Rust\nhelp: remove `-> void`";
        errors.report(void, message);
    }
    let (mut inputs, mut tuples) = (Vec::new(), Vec::new());
    for input in pointer.inputs {
        parameter(input, &mut inputs, &mut tuples);
    }
    Prototype {
        place: pointer.fn_token.span,
        inputs,
        tuples,
        variadic: pointer.variadic,
        output,
        text,
        is_short: false,
    }
}

/// Adds a parameter of the prototype. A parameter in parentheses adds several C parameters.
fn parameter(input: NamedArg, inputs: &mut Vec<Parameter>, tuples: &mut Vec<Tuple>) {
    let name = input.name.map(|(name, _)| name);
    let is_ignored = name.as_ref().is_some_and(|name| name.to_string().starts_with('_'));
    let name = name.filter(|name| name != "_");
    let elements = match input.ty {
        Type::Tuple(tuple) if !tuple.elems.is_empty() => tuple.elems,
        ty => {
            let role = match &name {
                _ if is_ignored => Role::Ignored,
                Some(name) if name == "context" => Role::Context,
                _ => Role::Alone,
            };
            return inputs.push(Parameter { name, ty, role });
        }
    };
    let role = if is_ignored { Role::Ignored } else { Role::InTuple(tuples.len()) };
    let begin = inputs.len();
    inputs.extend(elements.into_iter().map(|ty| Parameter { name: None, ty, role }));
    tuples.push(Tuple { name, places: begin..inputs.len() });
}

/// Returns the type after `->`. A `-> ()` counts as no type.
pub(super) fn output(output: ReturnType) -> Option<Type> {
    match output {
        ReturnType::Type(_, ty) if !ty::is_unit(&ty) => Some(*ty),
        _ => None,
    }
}

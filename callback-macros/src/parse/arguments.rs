//! The attribute's argument: the prototype, then the keys.

use proc_macro2::TokenStream;
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Abi, Ident, LitStr, Token, TypeFnPtr};

use super::keys::{self, skip_value};
use super::{between, output};
use crate::errors::Errors;
use crate::model::{Arguments, Form, Parameter, Prototype};

/// Reads the attribute's argument.
pub(crate) fn arguments(tokens: TokenStream, errors: &mut Errors) -> Arguments {
    let mut arguments = Arguments::default();
    let parser = |input: ParseStream<'_>| {
        if is_signature(input) || input.peek(LitStr) {
            signature(input, &mut arguments, errors)?;
            if !input.is_empty() {
                comma(input, &mut arguments, errors)?;
            }
        }
        while !input.is_empty() {
            if is_signature(input) {
                errors.report(
                    input.call(Ident::parse_any)?,
                    "the prototype stands before the keys\nhelp: move it to the front",
                );
                arguments.form = Form::Unread;
                skip_value(input)?;
            } else {
                keys::key(input, &mut arguments.keys, errors)?;
            }
            if !input.is_empty() {
                comma(input, &mut arguments, errors)?;
            }
        }
        Ok(())
    };
    let result = parser.parse2(tokens);
    errors.ok(result);
    arguments
}

fn is_signature(input: ParseStream<'_>) -> bool {
    let lifetimes = input.peek(Token![for]) && input.peek2(Token![<]);
    lifetimes
        || input.peek(Token![extern])
        || input.peek(Token![unsafe])
        || (input.peek(Token![fn]) && !input.peek2(Token![=]))
}

/// Reads the `,` before a key.
fn comma(
    input: ParseStream<'_>,
    arguments: &mut Arguments,
    errors: &mut Errors,
) -> syn::Result<()> {
    if input.peek(Token![,]) {
        input.parse::<Token![,]>()?;
        return Ok(());
    }
    errors.add(input.error("expected `,`\nhelp: each key stands behind a comma"));
    arguments.keys.unread = true;
    if input.peek(Token![;]) {
        input.parse::<Token![;]>()?;
    } else if !input.peek(Ident::peek_any) {
        skip_value(input)?;
    }
    Ok(())
}

/// Reads `extern "ABI"`, or a whole prototype. One that cannot be read is stepped over.
fn signature(
    input: ParseStream<'_>,
    arguments: &mut Arguments,
    errors: &mut Errors,
) -> syn::Result<()> {
    if unquoted(input, errors)? {
        arguments.form = Form::Unread;
        return skip_value(input);
    }
    let fork = input.fork();
    if fork.parse::<Abi>().is_ok() && !fork.peek(Token![fn]) {
        arguments.abi = convention(&input.parse()?, errors);
        return Ok(());
    }
    let begin = input.cursor();
    match input.parse::<TypeFnPtr>() {
        Ok(function) => {
            let text = between(begin, input.cursor()).to_string();
            arguments.abi = prototype_convention(&function, errors);
            arguments.form = Form::Full(Box::new(prototype(function, text, errors)));
            Ok(())
        }
        Err(error) => {
            errors.add(error);
            arguments.form = Form::Unread;
            skip_value(input)
        }
    }
}

/// Reports `extern C` and a `"C"` without `extern`.
fn unquoted(input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<bool> {
    if input.peek(LitStr) {
        let name: LitStr = input.parse()?;
        let shown = name.value();
        errors.report(
            name,
            format_args!(
                "a calling convention stands behind `extern`\nhelp: write `extern \"{shown}\"`"
            ),
        );
        return Ok(true);
    }
    if !input.peek(Token![extern]) || !input.peek2(Ident) {
        return Ok(false);
    }
    input.parse::<Token![extern]>()?;
    let name: Ident = input.parse()?;
    errors.report(
        &name,
        format_args!(
            "a calling convention stands in quotes\nhelp: write `extern \"{}\"`",
            name.unraw()
        ),
    );
    Ok(true)
}

fn convention(abi: &Abi, errors: &mut Errors) -> Option<LitStr> {
    if abi.name.is_none() {
        errors.report(
            abi.extern_token,
            "`extern` does not say its calling convention\n\
             help: write `extern \"system\"` or `extern \"C\"`",
        );
    }
    abi.name.clone()
}

fn prototype_convention(function: &TypeFnPtr, errors: &mut Errors) -> Option<LitStr> {
    let Some(abi) = &function.abi else {
        errors.report(
            function.fn_token,
            "the prototype does not say its calling convention\n\
             help: write `extern \"system\" fn(..)` or `extern \"C\" fn(..)`",
        );
        return None;
    };
    convention(abi, errors)
}

fn prototype(function: TypeFnPtr, text: String, errors: &mut Errors) -> Prototype {
    if let Some(lifetimes) = &function.lifetimes {
        errors.report(
            lifetimes,
            "a C prototype has no lifetimes\n\
             help: write the pointers that C passes, and the lifetimes in the closure's type",
        );
    }
    for attribute in function.inputs.iter().flat_map(|input| &input.attrs) {
        errors.report(
            attribute,
            "a parameter of the prototype has no attributes\n\
             help: put them on the declaration, or write two declarations",
        );
    }
    let inputs = function.inputs.into_iter().map(|input| Parameter {
        name: input.name.map(|(name, _)| name).filter(|name| name != "_"),
        ty: input.ty,
    });
    Prototype {
        fn_token: function.fn_token,
        inputs: inputs.collect(),
        variadic: function.variadic,
        output: output(function.output),
        text,
    }
}

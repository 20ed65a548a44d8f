//! The attribute's argument: the prototype, then the keys.

use syn::LitStr;

use super::buffer::Buffer;
use super::reader::Reader;
use crate::display::display;
use crate::errors::Errors;
use crate::model::{Arguments, Form, Prototype};
use crate::names;
use crate::syntax::{Convention, Function};

/// Reads the attribute's argument.
pub(crate) fn arguments(tokens: &Buffer, errors: &mut Errors) -> Arguments {
    let mut reader = Reader::new(tokens);
    let mut arguments = Arguments::default();
    if is_signature(reader) || reader.string().is_some() {
        reader = Reader::new(tokens);
        signature(&mut reader, &mut arguments, errors);
        comma(&mut reader, &mut arguments, errors);
    }
    while !reader.is_empty() {
        if is_signature(reader) {
            errors.report_at(
                reader.span(),
                "the prototype stands before the keys\nhelp: move it to the front",
            );
            arguments.form = Form::Unread;
            reader.any();
            reader.skip_value();
        } else {
            reader.key(&mut arguments.keys, errors);
        }
        comma(&mut reader, &mut arguments, errors);
    }
    arguments
}

fn is_signature(reader: Reader<'_>) -> bool {
    let mut behind = reader;
    behind.any();
    reader.at("for") && behind.at("<")
        || reader.at("extern")
        || reader.at("unsafe")
        || reader.at("fn") && !behind.at("=")
}

/// Reads the `,` before a key, if there is more.
fn comma(reader: &mut Reader<'_>, arguments: &mut Arguments, errors: &mut Errors) {
    if reader.is_empty() || reader.take(",") {
        return;
    }
    errors.add(reader.error("expected `,`\nhelp: each key stands behind a comma"));
    arguments.keys.unread = true;
    let mut ahead = *reader;
    if !reader.take(";") && ahead.word().is_none() {
        reader.skip_value();
    }
}

/// Reads `extern "ABI"`, or a whole prototype. One that cannot be read is stepped over.
fn signature(reader: &mut Reader<'_>, arguments: &mut Arguments, errors: &mut Errors) {
    if unquoted(reader, errors) {
        arguments.form = Form::Unread;
        return reader.skip_value();
    }
    let begin = *reader;
    if let (Some(found), false) = (reader.convention(), reader.at("fn")) {
        arguments.abi = convention(found, errors);
        return;
    }
    *reader = begin;
    match reader.function() {
        Ok(mut function) => {
            let text = display(&reader.since(begin));
            arguments.abi = prototype_convention(&mut function, errors);
            arguments.form = Form::Full(Box::new(prototype(function, text, errors)));
        }
        Err(error) => {
            errors.add(error);
            arguments.form = Form::Unread;
            reader.skip_value();
        }
    }
}

/// Reports `extern C` and a `"C"` without `extern`.
fn unquoted(reader: &mut Reader<'_>, errors: &mut Errors) -> bool {
    if let Some(name) = reader.string() {
        let shown = name.value();
        errors.report(
            &name.token(),
            &format!(
                "a calling convention stands behind `extern`\nhelp: write `extern \"{shown}\"`"
            ),
        );
        return true;
    }
    let mut ahead = *reader;
    let name = if ahead.take("extern") { ahead.name().ok() } else { None };
    let Some(name) = name else { return false };
    *reader = ahead;
    errors.report(
        &name,
        &format!(
            "a calling convention stands in quotes\nhelp: write `extern \"{}\"`",
            names::plain(&name)
        ),
    );
    true
}

fn convention(found: Convention, errors: &mut Errors) -> Option<LitStr> {
    if found.name.is_none() {
        errors.report_at(
            found.place,
            "`extern` does not say its calling convention\n\
             help: write `extern \"system\"` or `extern \"C\"`",
        );
    }
    found.name
}

fn prototype_convention(function: &mut Function, errors: &mut Errors) -> Option<LitStr> {
    let Some(found) = function.convention.take() else {
        errors.report_at(
            function.place,
            "the prototype does not say its calling convention\n\
             help: write `extern \"system\" fn(..)` or `extern \"C\" fn(..)`",
        );
        return None;
    };
    convention(found, errors)
}

fn prototype(function: Function, text: String, errors: &mut Errors) -> Prototype {
    if let Some(lifetimes) = &function.lifetimes {
        errors.report(
            &lifetimes.tokens,
            "a C prototype has no lifetimes\n\
             help: write the pointers that C passes, and the lifetimes in the closure's type",
        );
    }
    for attribute in &function.attrs {
        errors.report(
            attribute,
            "a parameter of the prototype has no attributes\n\
             help: put them on the declaration, or write two declarations",
        );
    }
    Prototype {
        place: function.place,
        inputs: function.inputs,
        variadic: function.variadic,
        output: function.output,
        text,
    }
}

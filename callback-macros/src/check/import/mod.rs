//! The checks that turn a block of C functions into wrappers.

mod attributes;
mod callbacks;
mod function;
mod generics;
mod parameters;
mod result;

use proc_macro2::Span;
use syn::{Generics, LitStr};

use super::abi::check_abi;
use crate::errors::Errors;
use crate::model::{
    FaultyImport, Foreign, ForeignBlock, ImportKeys, ImportSource, Imports, Member, Word, WordKind,
    conditions,
};
use crate::names;

/// Checks a block. Adds its faults to `errors`, and returns the functions that have any among the faulty ones.
pub(crate) fn imports(block: ForeignBlock, keys: ImportKeys, errors: &mut Errors) -> Imports {
    let ForeignBlock { mut attrs, unsafety, place, abi, members } = block;
    if unsafety.is_none() {
        errors.report_at(
            place,
            "the block promises that its functions are as it says, so it is `unsafe`\n\
             help: write `unsafe extern`",
        );
    }
    if abi.is_none() {
        errors.report_at(
            place,
            "`extern` does not say its calling convention\n\
             help: write `extern \"system\"` or `extern \"C\"`",
        );
    }
    let mut of_abi = Errors::default();
    check_abi(abi.as_ref(), &mut of_abi);
    // The compiler would report an unknown convention, too.
    let known = abi.filter(|_| of_abi.is_empty());
    errors.append(of_abi);
    let krate = keys.krate.as_ref().map(|(_, path)| path.clone());
    let source = attributes::source(keys, &attrs, errors);
    if !matches!(source, ImportSource::Linked) {
        // The attribute has been reported.
        attrs.retain(|attr| !attr.path().is_ident("link"));
    }
    let mut imports = Imports {
        attrs,
        unsafety,
        abi: known.unwrap_or_else(|| LitStr::new("C", Span::call_site())),
        source,
        krate,
        functions: Vec::new(),
        others: Vec::new(),
        faulty: Vec::new(),
    };
    let mut names = Vec::new();
    for member in members {
        match member {
            Member::Function(foreign) if is_second(&foreign, &mut names, errors) => {}
            Member::Function(foreign) => {
                let mut own = Errors::default();
                let faulty = faulty(&foreign);
                let import = function::function(*foreign, &imports.source, &mut own);
                if own.is_empty() {
                    match import {
                        Some(import) => imports.functions.push(import),
                        None => imports.faulty.push(faulty),
                    }
                } else {
                    imports.faulty.push(faulty);
                    errors.append(own);
                }
            }
            Member::Other(tokens, what) => {
                let key = match &imports.source {
                    ImportSource::Linked => {
                        imports.others.push(tokens);
                        continue;
                    }
                    ImportSource::From(_) => "from",
                    ImportSource::Loaded { .. } => "load",
                };
                let message = format!(
                    "`{key} =` applies only to functions, not to {what}\nhelp: move it to a separate block"
                );
                errors.report(tokens, message);
            }
            Member::Unread(Some((visibility, name))) => {
                let generics = Generics::default();
                imports.faulty.push(FaultyImport { visibility, name, generics, arguments: 0 });
            }
            Member::Unread(None) => {}
        }
    }
    imports
}

/// Returns whether a function has the name of one of `names`, after reporting it. Functions under a `cfg` may
/// share a name.
fn is_second(foreign: &Foreign, names: &mut Vec<String>, errors: &mut Errors) -> bool {
    if conditions(&foreign.attrs).next().is_some() {
        return false;
    }
    let name = names::plain(&foreign.name);
    let is_second = names.contains(&name);
    if is_second {
        let message = format!(
            "the block has two functions `{name}`\n\
             help: give one of them another name, and write `#[link_name = \"{name}\"]` on it"
        );
        errors.report(&foreign.name, message);
    }
    names.push(name);
    is_second
}

/// Returns the remains of a function with a fault.
fn faulty(foreign: &Foreign) -> FaultyImport {
    let Foreign { visibility, name, generics, parameters, .. } = foreign;
    let has_callback = parameters.iter().any(|parameter| {
        parameter.words.iter().any(|word| matches!(word.kind, WordKind::Lifetime(_)))
    });
    let is_taken = |words: &[Word]| {
        !words.iter().any(|word| {
            matches!(
                word.kind,
                WordKind::Out
                    | WordKind::Fixed(..)
                    | WordKind::ContextOf(_)
                    | WordKind::DestroyOf(_)
            )
        })
    };
    let arguments = parameters.iter().filter(|parameter| {
        let is_of_callback = parameter.is_named("context") || parameter.is_named("destroy");
        is_taken(&parameter.words) && !(has_callback && is_of_callback)
    });
    FaultyImport {
        visibility: visibility.clone(),
        name: name.clone(),
        arguments: arguments.count(),
        generics: Generics { where_clause: None, ..generics.clone() },
    }
}

//! The attributes `#[callback]` and `#[import]`. The first turns a closure signature and a C prototype into a
//! trampoline, and a Rust function into a C function. The second writes wrappers for C functions that take callbacks.
//!
//! This crate is a part of `callback-runtime`, which re-exports and documents the attributes. The generated
//! code names that crate.
//!
//! A declaration passes three stages. `parse` reads it into the `model`, `check` verifies that its parts
//! agree, and `expand` writes the code, which cannot fail. Each stage reports every fault that it finds
//! before the next one begins.

#![forbid(unsafe_code)]

mod check;
mod errors;
mod expand;
mod model;
mod names;
mod parse;
mod suggest;
#[cfg(test)]
mod tests;

use crate::errors::Errors;
use crate::model::tokens;
use crate::names::Words;
use crate::parse::Annotated;
use proc_macro2::TokenStream;
use quote::quote;

#[expect(missing_docs, reason = "documented where users find it, in `callback-runtime`")]
#[proc_macro_attribute]
pub fn callback(
    arguments: proc_macro::TokenStream,
    item: proc_macro::TokenStream,
) -> proc_macro::TokenStream {
    expand(arguments.into(), &item.into()).into()
}

#[expect(missing_docs, reason = "documented where users find it, in `callback-runtime`")]
#[proc_macro_attribute]
pub fn import(
    arguments: proc_macro::TokenStream,
    item: proc_macro::TokenStream,
) -> proc_macro::TokenStream {
    expand_imports(arguments.into(), &item.into()).into()
}

fn expand_imports(arguments: TokenStream, item: &TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let words = words(&quote!(#item #arguments));
    let Some(block) = parse::block(item.clone(), &mut errors) else {
        return expand::pass_on(item, errors);
    };
    let keys = parse::import_arguments(arguments, &mut errors);
    let imports = check::imports(block, keys, &mut errors);
    expand::imports(&imports, &words, errors)
}

fn words(tokens: &TokenStream) -> Words {
    Words::new(&tokens::identifiers(tokens), tokens::has_punct(tokens, '!'))
}

fn expand(arguments: TokenStream, item: &TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let words = words(&quote!(#item #arguments));
    let Some(annotated) = parse::item(item.clone(), &mut errors) else {
        return expand::pass_on(item, errors);
    };
    let arguments = parse::arguments(arguments, &mut errors);
    match annotated {
        Annotated::Closure(item) => match check::declaration(*item, arguments, &mut errors) {
            Ok(declaration) => expand::declaration(&declaration, &words),
            Err(remains) => expand::faulty(&remains, &words, errors),
        },
        Annotated::Function(function) => {
            let (item, function) = *function;
            match check::function(item, arguments, &mut errors) {
                Ok((item, signature)) => expand::function(&item, &function, &signature),
                Err(remains) => expand::faulty_function(&function, &remains, errors),
            }
        }
        Annotated::Handler(handler) => match check::handler(*handler, arguments, &mut errors) {
            Ok(table) => expand::table(&table, &words),
            Err(remains) => expand::faulty_handler(*remains, &words, errors),
        },
    }
}

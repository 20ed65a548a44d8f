//! The attribute `#[callback]`: a closure signature and a C prototype become a trampoline.
//!
//! This crate is a part of `callback-runtime`, which re-exports the attribute and has its
//! documentation. What it generates names that crate.

#![forbid(unsafe_code)]

mod check;
mod display;
mod docs;
mod errors;
mod expand;
mod fallback;
mod model;
mod names;
mod parse;
mod shape;
mod syntax;
#[cfg(test)]
mod tests;
mod tokens;

use proc_macro::TokenStream;

use crate::errors::Errors;
use crate::names::Words;
use crate::parse::Buffer;

#[expect(missing_docs, reason = "documented where users find it, in `callback-runtime`")]
#[proc_macro_attribute]
pub fn callback(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand(arguments.into(), &item.into()).into()
}

fn expand(
    arguments: proc_macro2::TokenStream,
    tokens: &proc_macro2::TokenStream,
) -> proc_macro2::TokenStream {
    let mut errors = Errors::default();
    let (written, read) = (Buffer::new(tokens.clone()), Buffer::new(arguments));
    let Some(item) = parse::item(&written, &mut errors) else {
        return fallback::pass_on(tokens, errors);
    };
    let words = Words([&written, &read]);
    let arguments = parse::arguments(&read, &mut errors);
    match check::check(item, arguments, &mut errors) {
        Ok(declaration) => expand::expand(&declaration, &words),
        Err(remains) => fallback::expand(&remains, &words, errors),
    }
}

//! The parameters of the alias, wherever an item of ours has them.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use crate::syntax::{Generic, Generics};

/// `<'a, T: Clone>` for an `impl`, with parameters of ours behind it.
pub(crate) fn expand_declared(generics: &Generics, ours: &[TokenStream]) -> TokenStream {
    let mut all = Vec::new();
    for parameter in &generics.parameters {
        all.push(parameter.declared.to_token_stream());
    }
    bracketed(all, ours)
}

/// `<'a, T: Clone = u8>`, as it was written.
pub(super) fn expand_in_full(generics: &Generics) -> TokenStream {
    let mut all = Vec::new();
    for parameter in &generics.parameters {
        all.push(parameter.in_full().to_token_stream());
    }
    bracketed(all, &[])
}

/// `<'a, T>`
pub(crate) fn expand_named(generics: &Generics) -> TokenStream {
    let mut all = Vec::new();
    for parameter in &generics.parameters {
        all.push(parameter.named.to_token_stream());
    }
    bracketed(all, &[])
}

/// The names of the parameters for a call of a function, without lifetimes, and those of ours.
pub(super) fn expand_arguments(generics: &Generics, ours: &[TokenStream]) -> TokenStream {
    let mut all = Vec::new();
    for parameter in &generics.parameters {
        if parameter.kind != Generic::Lifetime {
            all.push(parameter.named.to_token_stream());
        }
    }
    bracketed(all, ours)
}

fn bracketed(mut all: Vec<TokenStream>, ours: &[TokenStream]) -> TokenStream {
    all.extend_from_slice(ours);
    if all.is_empty() { TokenStream::new() } else { quote!(<#(#all),*>) }
}

/// `where T: Copy`, with conditions of ours behind it.
pub(crate) fn expand_where(generics: &Generics, ours: &[TokenStream]) -> TokenStream {
    let mut all = Vec::new();
    for predicate in &generics.predicates {
        all.push(predicate.to_token_stream());
    }
    all.extend_from_slice(ours);
    if all.is_empty() { TokenStream::new() } else { quote!(where #(#all),*) }
}

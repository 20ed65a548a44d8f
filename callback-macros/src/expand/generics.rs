//! The parameters of the alias, wherever an item of ours has them.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use crate::syntax::{Generic, Generics};

/// `<'a, T: Clone>` for an `impl`, with parameters of ours behind it.
pub(crate) fn expand_declared(generics: &Generics, ours: &[TokenStream]) -> TokenStream {
    let each = generics.parameters.iter().map(|parameter| parameter.declared.to_token_stream());
    bracketed(&each.chain(ours.iter().cloned()).collect::<Vec<_>>())
}

/// `<'a, T: Clone = u8>`, as it was written.
pub(super) fn expand_in_full(generics: &Generics) -> TokenStream {
    let each = generics.parameters.iter().map(|parameter| parameter.in_full().to_token_stream());
    bracketed(&each.collect::<Vec<_>>())
}

/// `<'a, T>`
pub(crate) fn expand_named(generics: &Generics) -> TokenStream {
    let each = generics.parameters.iter().map(|parameter| parameter.named.to_token_stream());
    bracketed(&each.collect::<Vec<_>>())
}

/// `where T: Copy`, with conditions of ours behind it.
pub(crate) fn expand_where(generics: &Generics, ours: &[TokenStream]) -> TokenStream {
    let each = generics.predicates.iter().map(ToTokens::to_token_stream);
    let all: Vec<_> = each.chain(ours.iter().cloned()).collect();
    if all.is_empty() { TokenStream::new() } else { quote!(where #(#all),*) }
}

/// The names of the parameters, without lifetimes.
pub(super) fn expand_arguments(generics: &Generics) -> Vec<TokenStream> {
    let mut arguments = Vec::new();
    for parameter in &generics.parameters {
        if parameter.kind != Generic::Lifetime {
            arguments.push(parameter.name.to_token_stream());
        }
    }
    arguments
}

fn bracketed(all: &[TokenStream]) -> TokenStream {
    if all.is_empty() { TokenStream::new() } else { quote!(<#(#all),*>) }
}

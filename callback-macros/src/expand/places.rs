//! The spans at which the compiler reports private types. It reports one at the whole of an associated type.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::Type;

use super::parts::ours;
use crate::model::{Signature, tokens, ty};
use crate::names;

/// The spans of the first and the last of the types in a declaration that may be private.
#[derive(Clone, Copy)]
pub(super) struct Place {
    begin: Span,
    end: Span,
}

impl Place {
    /// Returns the place for associated types made of the prototype's types.
    pub(super) fn of_prototype(signature: &Signature) -> Self {
        let nowhere = Self { begin: Span::mixed_site(), end: Span::mixed_site() };
        let mut types = of_prototype(signature);
        types.retain(|ty| ty::has_unknown_name(ty, &[]));
        Self::of(&types).unwrap_or(nowhere)
    }

    /// Returns the place for associated types made of the closure's types. A type that the prototype mentions
    /// as well is reported there, since the compiler reports nothing twice at one place.
    pub(super) fn of_closure(signature: &Signature) -> Self {
        let passed = of_prototype(signature);
        let passed = tokens::identifiers(&quote!(#(#passed)*));
        let mut types = signature.closure.types();
        types.retain(|ty| ty::has_unknown_name(ty, &passed));
        Self::of(&types).unwrap_or_else(|| Self::of_prototype(signature))
    }

    fn of(types: &[&Type]) -> Option<Self> {
        let (first, last) = (types.first()?, types.last()?);
        let begin = ours(first.to_token_stream().into_iter().next()?.span());
        let end = ours(last.to_token_stream().into_iter().last()?.span());
        Some(Self { begin, end })
    }

    /// Returns `type Name = ty;`.
    pub(super) fn associated(self, name: &str, ty: &TokenStream) -> TokenStream {
        let name = names::ident(name);
        let begin = quote_spanned!(self.begin=> type);
        let end = quote_spanned!(self.end=> ;);
        quote!(#begin #name = #ty #end)
    }
}

fn of_prototype(signature: &Signature) -> Vec<&Type> {
    let mut types: Vec<_> = signature.parameters.iter().map(|parameter| &parameter.ty).collect();
    types.extend(&signature.returns);
    types
}

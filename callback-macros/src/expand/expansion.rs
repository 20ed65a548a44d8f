//! A declaration on its way to code, with the parts that all of its items share.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Generics, LitStr};

use super::bounds::bounds;
use super::parts::{common, conditions, received, runtime, with_parameter};
use crate::model::{Declaration, ty};
use crate::names::Words;

/// A declaration, and what several parts of its expansion name.
pub(super) struct Expansion<'a> {
    pub(super) declaration: &'a Declaration,
    /// The runtime crate, and its module for generated code.
    pub(super) runtime: TokenStream,
    pub(super) private: TokenStream,
    /// The type parameters for the closure's type and for the lifetime.
    pub(super) closure: Ident,
    pub(super) lifetime: Ident,
    /// The bounds of the closure's type.
    pub(super) bounds: Vec<TokenStream>,
    /// The parameters of the alias and then `closure`, as an `impl` declares them.
    pub(super) with_closure: Generics,
    /// The conditions of the alias, and these with `bounds`.
    pub(super) conditions: TokenStream,
    pub(super) bounded: TokenStream,
    /// The attributes of each item.
    pub(super) common: TokenStream,
    /// The calling convention.
    pub(super) abi: &'a LitStr,
    /// The type that C gets: `()`, if that is nothing.
    pub(super) returns: TokenStream,
}

impl<'a> Expansion<'a> {
    pub(super) fn new(declaration: &'a Declaration, words: &Words) -> Self {
        let runtime = runtime(declaration.krate.as_ref());
        let private = quote_spanned!(Span::mixed_site()=> #runtime::__private);
        let closure = words.unused("F");
        let bounds = bounds(declaration, &private, &closure);
        let generics = &declaration.item.generics;
        Self {
            declaration,
            runtime,
            private,
            lifetime: words.unused("L"),
            with_closure: with_parameter(generics, &closure),
            closure,
            conditions: conditions(generics, &[]),
            bounded: conditions(generics, &bounds),
            bounds,
            common: common(&declaration.item.attrs),
            abi: &declaration.abi,
            returns: match &declaration.returns {
                Some(ty) => quote!(#ty),
                None => quote!(()),
            },
        }
    }

    /// Whether C passes its own `bool`.
    pub(super) fn takes_bool(&self) -> bool {
        self.declaration.parameters.iter().any(|parameter| ty::is_bool(&parameter.ty))
    }

    /// Returns the types in which the trampoline takes its parameters.
    pub(super) fn received(&self) -> Vec<TokenStream> {
        self.declaration.parameters.iter().map(|parameter| received(&parameter.ty)).collect()
    }
}

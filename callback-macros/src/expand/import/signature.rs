//! The signature of a wrapper: its generics, its `where` clause and its result.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{GenericParam, LifetimeParam, Type, parse_quote};

use super::expansion::{Wrapper, bound, together};
use crate::expand::parts::ours;
use crate::model::{ImportRole, ImportedCallback, Kept, Value, parameter_name, tokens, ty};

impl Wrapper<'_> {
    /// Returns the positions of the wrapper's parameters that an `unset` expression mentions.
    pub(super) fn borrowed_parameters(&self) -> Vec<usize> {
        let mentions = |name: &Ident| self.unsets().any(|unset| unset.mentions(name));
        let parameters = self.import.parameters.iter().enumerate();
        let borrowed = parameters.filter(|(_, parameter)| {
            matches!(parameter.role, ImportRole::Whole | ImportRole::Converted(_))
                && mentions(&parameter.name)
        });
        borrowed.map(|(at, _)| at).collect()
    }

    fn unsets(&self) -> impl Iterator<Item = &Value> {
        self.import.callbacks.iter().filter_map(|callback| callback.kept.unset())
    }

    /// Returns the generics that the wrapper declares, and its conditions.
    pub(super) fn expand_generics(&self, borrowed: &[usize]) -> (TokenStream, Vec<TokenStream>) {
        let Self { import, .. } = self;
        let mut generics = import.generics.clone();
        let mut conditions: Vec<_> = generics
            .where_clause
            .take()
            .iter()
            .flat_map(|clause| &clause.predicates)
            .map(ToTokens::to_token_stream)
            .collect();
        if !borrowed.is_empty() {
            let lifetime = &self.borrowed;
            let types = borrowed.iter().map(|&at| &self.import.parameters[at].ty);
            let types = quote!(#(#types)*);
            for parameter in &import.generics.params {
                let name = parameter_name(parameter);
                if !tokens::mention(&types, &name.to_string()) {
                    continue;
                }
                match parameter {
                    GenericParam::Lifetime(parameter) => {
                        let other = &parameter.lifetime;
                        conditions.push(quote!(#other: #lifetime));
                    }
                    GenericParam::Type(_) => conditions.push(quote!(#name: #lifetime)),
                    GenericParam::Const(_) => {}
                }
            }
            let parameter = LifetimeParam::new(lifetime.clone());
            generics.params.insert(0, GenericParam::Lifetime(parameter));
        }
        // A lifetime hidden in a type's name would be elided to that of `self`, or the caller could choose
        // it. In a condition, the compiler refuses it.
        let outs = import.parameters.iter().filter(|each| matches!(each.role, ImportRole::Out));
        let returned = outs.map(|parameter| &parameter.ty).chain(import.result.value());
        for ty in returned
            .filter(|ty| matches!(ty::bare(ty), Type::Path(_)) && ty::has_unknown_name(ty, &[]))
        {
            let span = ours(ty.span());
            conditions.push(quote_spanned!(span=> #ty: ::core::marker::Sized));
        }
        for (callback, closure) in import.callbacks.iter().zip(&self.closures) {
            generics.params.push(GenericParam::Type(closure.clone().into()));
            let (declaration, bound) = (&callback.declaration, bound(callback));
            let span = self.place(callback);
            let runtime = self.runtime_at(span);
            conditions.push(quote_spanned!(span=> #declaration: #runtime::#bound<#closure>));
        }
        // The `where` clause is written after the result.
        let (declared, _, _) = generics.split_for_impl();
        (quote!(#declared), conditions)
    }

    /// Returns the type that the wrapper returns. `None` is `()`.
    pub(super) fn expand_output(&self, borrows: bool) -> Option<TokenStream> {
        let Self { import, .. } = self;
        let mut parts: Vec<_> =
            import.result.value().map(ToTokens::to_token_stream).into_iter().collect();
        let outs = import.parameters.iter().filter(|each| matches!(each.role, ImportRole::Out));
        parts.extend(outs.map(|parameter| parameter.ty.to_token_stream()));
        let lifetime = if borrows { self.borrowed.clone() } else { parse_quote!('static) };
        for callback in &import.callbacks {
            let ImportedCallback { declaration, kept, .. } = callback;
            let span = self.place(callback);
            let runtime = self.runtime_at(span);
            match kept {
                Kept::Register(_) => {
                    let error = import.result.error();
                    parts.push(quote_spanned!(span=> #runtime::Registration<#lifetime, #declaration, #error>));
                }
                Kept::Slot => parts.push(quote_spanned!(span=> #runtime::Slot<#declaration>)),
                _ => {}
            }
        }
        let is_unit = parts.is_empty();
        let scopes: Vec<_> = self.scopes().map(|(_, callback)| callback).collect();
        if is_unit && scopes.is_empty() && import.result.error().is_none() {
            return None;
        }
        let mut output = together(&parts);
        for callback in scopes.iter().rev() {
            let declaration = &callback.declaration;
            let span = self.place(callback);
            let runtime = self.runtime_at(span);
            let end = quote_spanned!(span=> >);
            output = quote_spanned!(span=> #runtime::Scoped<#declaration, #output #end);
        }
        Some(match import.result.error() {
            Some(error) => quote!(::core::result::Result<#output, #error>),
            None => output,
        })
    }
}

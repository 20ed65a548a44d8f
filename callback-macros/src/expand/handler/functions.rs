//! The struct of the C functions.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{GenericParam, Generics, Type, WherePredicate};

use super::expansion::TableExpansion;
use crate::model::{parameter_name, tokens};

/// Returns the parameters of a trait that `types` mention.
pub(super) fn mentioned_generics<'a>(
    generics: &Generics,
    types: impl Iterator<Item = &'a Type>,
) -> Generics {
    let types: Vec<&Type> = types.collect();
    let mut mentions = quote!(#(#types)*);
    let mut left: Vec<_> = generics.params.iter().collect();
    let name = |parameter: &GenericParam| parameter_name(parameter).to_string();
    while let Some(at) = left.iter().position(|each| tokens::mention(&mentions, &name(each))) {
        left.remove(at).to_tokens(&mut mentions);
    }
    let left: Vec<_> = left.into_iter().map(name).collect();
    let is_kept = |parameter: &&GenericParam| !left.contains(&name(parameter));
    let params = generics.params.iter().filter(is_kept).cloned().collect();
    let mut kept = Generics { params, where_clause: None, ..generics.clone() };
    if let Some(clause) = &generics.where_clause {
        let fits = |predicate: &&WherePredicate| {
            !left.iter().any(|name| tokens::mention(predicate, name))
                && !tokens::mention(predicate, "Self")
        };
        let predicates: Vec<_> = clause.predicates.iter().filter(fits).cloned().collect();
        if !predicates.is_empty() {
            kept.make_where_clause().predicates.extend(predicates);
        }
    }
    kept
}

impl TableExpansion<'_> {
    /// Returns the parameters of the trait that a prototype mentions.
    pub(super) fn function_generics(&self) -> Generics {
        let types = self.table.entries.iter().flat_map(|entry| {
            entry
                .signature
                .parameters
                .iter()
                .map(|parameter| &parameter.ty)
                .chain(&entry.signature.returns)
        });
        mentioned_generics(&self.table.handler.item.generics, types)
    }

    /// Writes the struct.
    pub(super) fn expand_struct(&self) -> TokenStream {
        let Self { table, functions, common, .. } = self;
        let item = &table.handler.item;
        let (visibility, name) = (&item.visibility, &item.name);
        let generics = self.function_generics();
        let (declared, named, conditions) = generics.split_for_impl();
        let where_clause = &generics.where_clause;
        let fields = self.calls.iter().zip(&table.handler.methods).map(|(call, method)| {
            let (pointer, field, cfg) =
                (call.expand_pointer_type(), &method.name, method.conditions());
            let docs = format!("The function of C that calls [`{name}::{field}`].");
            quote! {
                #(#cfg)*
                #[doc = #docs]
                #visibility #field: #pointer,
            }
        });
        let docs = format!("The functions of C that call the methods of the trait [`{name}`].");
        quote! {
            #common
            #[doc = #docs]
            #[allow(dead_code, non_snake_case, clippy::struct_field_names, clippy::type_complexity)]
            #visibility struct #functions #generics #where_clause {
                #(#fields)*
            }

            #common
            #[automatically_derived]
            impl #declared ::core::clone::Clone for #functions #named #conditions {
                fn clone(&self) -> Self {
                    *self
                }
            }

            #common
            #[automatically_derived]
            impl #declared ::core::marker::Copy for #functions #named #conditions {}
        }
    }
}

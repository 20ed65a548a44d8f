//! The trait itself.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::parts;
use crate::model::{Handler, Method};

/// Writes the user's trait with `new` added.
pub(in crate::expand) fn expand_trait(
    handler: &Handler,
    docs: Option<&str>,
    new: Option<&TokenStream>,
) -> TokenStream {
    let Handler { item, unsafety, supertraits, methods, .. } = handler;
    let (attrs, visibility, name) = (&item.attrs, &item.visibility, &item.name);
    let (generics, where_clause) = (&item.generics, &item.generics.where_clause);
    let docs = docs.into_iter();
    let supertraits = (!supertraits.is_empty()).then(|| quote!(: #supertraits));
    quote! {
        #(#attrs)*
        #(#[doc = #docs])*
        #visibility #unsafety trait #name #generics #supertraits #where_clause {
            #new
            #(#methods)*
        }
    }
}

/// Returns the attributes that every item of the expansion gets: the lint levels of the trait, and one that
/// allows deprecated methods.
pub(super) fn common(handler: &Handler) -> TokenStream {
    let common = parts::common(&handler.item.attrs);
    let is_deprecated =
        |method: &Method| method.attrs.iter().any(|attr| attr.path().is_ident("deprecated"));
    let deprecated = handler.methods.iter().any(is_deprecated);
    let deprecated = deprecated.then(|| quote!(#[allow(deprecated)]));
    quote!(#common #deprecated)
}

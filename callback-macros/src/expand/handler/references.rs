//! The implementations for references to handlers, which are handlers, too.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::super::parts::{conditions, with_parameter};
use super::item::common;
use crate::model::{Handler, Method, Receiver, tokens};
use crate::names;

/// Implements the trait for `&mut H`, and for `&H` if no method changes its handler. `name` is that of `H`.
pub(super) fn expand_references(handler: &Handler, name: &Ident) -> TokenStream {
    let is_shared = handler.methods.iter().all(|method| method.receiver == Receiver::Shared);
    let shared = is_shared.then(|| expand_reference(handler, name, &quote!(&)));
    let mutable = expand_reference(handler, name, &quote!(&mut));
    quote!(#shared #mutable)
}

fn expand_reference(handler: &Handler, name: &Ident, reference: &TokenStream) -> TokenStream {
    let Handler { item, supertraits, unsafety, methods, .. } = handler;
    let (trait_name, common) = (&item.name, common(handler));
    let (_, arguments, _) = item.generics.split_for_impl();
    let bound = quote!(#trait_name #arguments);
    let with_handler = with_parameter(&item.generics, name);
    let (declared, _, _) = with_handler.split_for_impl();
    // A method that requires a `Sized` handler cannot be called through a reference to an unsized one.
    let is_conditional = |method: &Method| {
        let clause = &method.generics.where_clause;
        clause.as_ref().is_some_and(|clause| tokens::mention(clause, "Self"))
    };
    let unsized_too = !methods.iter().any(is_conditional);
    let unsized_too = unsized_too.then(|| quote!(+ ?::core::marker::Sized));
    let mut ours = vec![quote!(#name: #bound #unsized_too)];
    if !supertraits.is_empty() {
        ours.push(quote!(Self: #supertraits));
    }
    let conditions = conditions(&item.generics, &ours);
    let methods = methods.iter().map(|method| expand_method(method, &quote!(<#name as #bound>)));
    quote! {
        #common
        #unsafety impl #declared #bound for #reference #name #conditions {
            #(#methods)*
        }
    }
}

fn expand_method(method: &Method, of_handler: &TokenStream) -> TokenStream {
    let Method { name, generics, self_tokens, output, receiver, .. } = method;
    let types = method.inputs();
    let arguments: Vec<_> = (0..types.len()).map(names::argument).collect();
    let cfg = method.conditions();
    let where_clause = &generics.where_clause;
    let this = if *receiver == Receiver::Mut { quote!(&mut **self) } else { quote!(&**self) };
    quote! {
        #(#cfg)*
        #[inline]
        fn #name #generics (#self_tokens, #(#arguments: #types),*) #output #where_clause {
            #of_handler::#name(#this, #(#arguments),*)
        }
    }
}

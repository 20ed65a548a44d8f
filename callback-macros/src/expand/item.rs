//! The parts of an expansion that depend only on the item.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::{GenericParam, Type};

use super::parts::ours;
use crate::model::{Closure, Item, ty};
use crate::names;

/// Writes the struct that is the declaration's type: uninhabited, with the parameters of the alias.
///
/// With `repr(C)`, the compiler's warning about the type in an `extern` block names the type of the field.
pub(super) fn expand_struct(item: &Item, runtime: &TokenStream, docs: Option<&str>) -> TokenStream {
    let Item { attrs, visibility, name, generics, .. } = item;
    let docs = docs.into_iter();
    let where_clause = &generics.where_clause;
    let used = generics.params.iter().filter_map(|parameter| match parameter {
        GenericParam::Lifetime(parameter) => {
            let lifetime = &parameter.lifetime;
            Some(quote!(&#lifetime ()))
        }
        GenericParam::Type(parameter) => {
            let name = &parameter.ident;
            Some(quote!(*const #name))
        }
        GenericParam::Const(_) => None,
    });
    // With the underscore, the compiler does not call them unused.
    let (never, marker) = (names::ident("_never"), names::ident("_parameters"));
    quote! {
        #(#attrs)*
        #(#[doc = #docs])*
        #[repr(C)]
        #visibility struct #name #generics #where_clause {
            #never: #runtime::checks::WriteRawFn<Self>,
            #marker: ::core::marker::PhantomData<(#(#used,)*)>,
        }
    }
}

/// Returns `for<'a> FnMut(A) -> R`, with `instead` in place of each type that a bound cannot name.
pub(super) fn closure_bound(closure: &Closure, instead: &impl ToTokens) -> TokenStream {
    let Closure { lifetimes, call, inputs, output, .. } = closure;
    let span = ours(call.span());
    let shown = |ty: &Type| {
        if ty::is_nameable(ty) { ty.to_token_stream() } else { instead.to_token_stream() }
    };
    let inputs = inputs.iter().map(shown);
    let output = output.as_ref().map(shown);
    let output = output.map(|output| quote_spanned!(span=> -> #output));
    quote_spanned!(span=> #lifetimes ::core::ops::#call(#(#inputs),*) #output)
}

//! The parts of an expansion that need no more than the item.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};

use super::parts::{Angled, Output, Where, text};
use crate::model::{Closure, Item};
use crate::syntax::{Generic, GenericParameter, Type};
use crate::{names, shape};

/// The struct that stands for a declaration: uninhabited, with the parameters of the alias.
pub(crate) fn expand_struct(item: &Item, docs: Option<&str>) -> TokenStream {
    let Item { attrs, visibility, name, generics, .. } = item;
    let docs = docs.map(text).into_iter();
    let declared = Angled::in_full(generics);
    let where_clause = Where(generics, &[]);
    let mut parameters = Vec::new();
    for GenericParameter { kind, named, .. } in &generics.parameters {
        match kind {
            Generic::Lifetime => parameters.push(quote!(&#named ())),
            Generic::Type => parameters.push(quote!(*const #named)),
            Generic::Const => {}
        }
    }
    // With the underscore, the compiler does not call them unused.
    let (never, marker) = (names::ident("_never"), names::ident("_parameters"));
    quote! {
        #(#attrs)*
        #(#[doc = #docs])*
        #visibility struct #name #declared #where_clause {
            #never: ::core::convert::Infallible,
            #marker: ::core::marker::PhantomData<(#(#parameters,)*)>,
        }
    }
}

/// `for<'a> FnMut(A) -> R`, with `instead` of what no type can be.
pub(crate) fn closure_bound(closure: &Closure, instead: Option<&Ident>) -> TokenStream {
    let Closure { lifetimes, call, inputs, output, .. } = closure;
    let span = ours(call.span());
    let mut types = Vec::new();
    for ty in inputs {
        types.push(shown(ty, instead));
    }
    let output = Output(output.as_ref().map(|ty| shown(ty, instead)), span);
    quote_spanned!(span=> #lifetimes ::core::ops::#call(#(#types),*) #output)
}

fn shown<'a>(ty: &'a Type, instead: Option<&'a Ident>) -> &'a dyn ToTokens {
    match instead {
        Some(instead) if !shape::is_nameable(ty) => instead,
        _ => ty,
    }
}

/// `unsafe`, under a span of ours: a crate that forbids unsafe code can declare.
pub(crate) fn unsafe_token() -> Ident {
    names::ident("unsafe")
}

/// The place of the user's, for tokens of ours.
pub(crate) fn ours(place: Span) -> Span {
    place.resolved_at(Span::mixed_site())
}

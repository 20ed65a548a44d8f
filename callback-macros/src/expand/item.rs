//! The parts of an expansion that need no more than the item.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Attribute, GenericParam, Path, Type};

use crate::model::{Closure, Item};
use crate::names;

/// The struct that stands for a declaration: uninhabited, with the parameters of the alias.
pub(crate) fn expand_struct(item: &Item, docs: &[String]) -> TokenStream {
    let Item { attrs, visibility, name, generics, .. } = item;
    let where_clause = &generics.where_clause;
    let parameters = generics.params.iter().filter_map(|parameter| match parameter {
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
    let (never, marker) = (names::local("_never"), names::local("_parameters"));
    quote! {
        #(#attrs)*
        #(#[doc = #docs])*
        #visibility struct #name #generics #where_clause {
            #never: ::core::convert::Infallible,
            #marker: ::core::marker::PhantomData<(#(#parameters,)*)>,
        }
    }
}

/// `for<'a> FnMut(A) -> R`, with each type passed through `map`.
pub(crate) fn closure_bound(closure: &Closure, map: impl Fn(&Type) -> TokenStream) -> TokenStream {
    let Closure { lifetimes, call, inputs, output, .. } = closure;
    let span = ours(call.span());
    let inputs = inputs.iter().map(&map);
    let output = output.iter().map(&map);
    let signature = quote_spanned!(span=> ::core::ops::#call(#(#inputs),*) #(-> #output)*);
    quote!(#lifetimes #signature)
}

/// The attributes that go on every item of the expansion, not on the type alone: lint levels. A
/// `cfg` is no more, as the compiler evaluates it before it expands an attribute.
pub(crate) fn common_attributes(attrs: &[Attribute]) -> TokenStream {
    const COMMON: [&str; 3] = ["allow", "warn", "deny"];
    let common = attrs.iter().filter(|attr| COMMON.iter().any(|name| attr.path().is_ident(name)));
    let deprecated = attrs.iter().any(|attr| attr.path().is_ident("deprecated"));
    let deprecated = deprecated.then(|| quote!(#[allow(deprecated)]));
    quote!(#(#common)* #deprecated)
}

/// The runtime crate.
pub(crate) fn runtime(krate: Option<&Path>) -> TokenStream {
    let span = Span::mixed_site();
    match krate {
        Some(path) => quote_spanned!(span=> #path),
        None => quote_spanned!(span=> ::callback_runtime),
    }
}

/// `unsafe` before tokens, under a span of ours: a crate that forbids unsafe code can declare.
pub(crate) fn unsafe_tokens(tokens: &TokenStream) -> TokenStream {
    let span = Span::mixed_site();
    quote_spanned!(span=> unsafe #tokens)
}

/// The place of the user's, for tokens of ours.
pub(crate) fn ours(place: Span) -> Span {
    place.resolved_at(Span::mixed_site())
}

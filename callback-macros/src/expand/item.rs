//! The parts of an expansion that need no more than the item.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::{Attribute, GenericParam, Path, Token, Type};

use crate::model::{Closure, Item};
use crate::names;

/// The struct that stands for a declaration: uninhabited, with the parameters of the alias.
pub(crate) fn expand_struct(item: &Item, docs: Option<&str>) -> TokenStream {
    let Item { attrs, visibility, name, generics, .. } = item;
    let where_clause = &generics.where_clause;
    let docs = docs.iter();
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
    quote_spanned!(span=> #lifetimes ::core::ops::#call(#(#inputs),*) #(-> #output)*)
}

/// The attributes that go on every item of the expansion, not on the type alone: lint levels. A
/// `cfg` is no more, as the compiler evaluates it before it expands an attribute.
pub(crate) fn common_attributes(attrs: &[Attribute]) -> Option<TokenStream> {
    const COMMON: [&str; 3] = ["allow", "warn", "deny"];
    if attrs.is_empty() {
        return None;
    }
    let common = attrs.iter().filter(|attr| COMMON.iter().any(|name| attr.path().is_ident(name)));
    let deprecated = attrs.iter().any(|attr| attr.path().is_ident("deprecated"));
    let deprecated = deprecated.then(|| quote!(#[allow(deprecated)]));
    Some(quote!(#(#common)* #deprecated))
}

/// The runtime crate. It is written where it is named, and not kept as tokens: to put a stream of
/// tokens into another costs several calls of the compiler.
#[derive(Clone, Copy)]
pub(crate) struct Runtime<'a>(pub(crate) Option<&'a Path>);

impl ToTokens for Runtime<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self.0 {
            Some(path) => path.to_tokens(tokens),
            None => {
                let span = Span::mixed_site();
                Token![::](span).to_tokens(tokens);
                Ident::new("callback_runtime", span).to_tokens(tokens);
            }
        }
    }
}

/// What the runtime keeps for generated code.
#[derive(Clone, Copy)]
pub(crate) struct Private<'a>(pub(crate) Runtime<'a>);

impl ToTokens for Private<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let span = Span::mixed_site();
        self.0.to_tokens(tokens);
        Token![::](span).to_tokens(tokens);
        Ident::new("__private", span).to_tokens(tokens);
    }
}

/// `unsafe`, under a span of ours: a crate that forbids unsafe code can declare.
pub(crate) fn unsafe_token() -> Token![unsafe] {
    Token![unsafe](Span::mixed_site())
}

/// The place of the user's, for tokens of ours.
pub(crate) fn ours(place: Span) -> Span {
    place.resolved_at(Span::mixed_site())
}

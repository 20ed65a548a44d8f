//! The parts of an expansion that need no more than the item.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::Token;

use super::generics::{expand_in_full, expand_where};
use crate::model::{Closure, Item};
use crate::names;
use crate::syntax::{Attribute, Generic, Type};
use crate::tokens::Tokens;

/// The struct that stands for a declaration: uninhabited, with the parameters of the alias.
pub(crate) fn expand_struct(item: &Item, docs: Option<&str>) -> TokenStream {
    let Item { attrs, visibility, name, generics, .. } = item;
    let attrs = attrs.iter().map(|attr| &attr.tokens);
    let declared = expand_in_full(generics);
    let where_clause = expand_where(generics, &[]);
    let docs = docs.iter();
    let parameters = generics.parameters.iter().filter_map(|parameter| {
        let named = &parameter.named;
        match parameter.kind {
            Generic::Lifetime => Some(quote!(&#named ())),
            Generic::Type => Some(quote!(*const #named)),
            Generic::Const => None,
        }
    });
    // With the underscore, the compiler does not call them unused.
    let (never, marker) = (names::local("_never"), names::local("_parameters"));
    quote! {
        #(#attrs)*
        #(#[doc = #docs])*
        #visibility struct #name #declared #where_clause {
            #never: ::core::convert::Infallible,
            #marker: ::core::marker::PhantomData<(#(#parameters,)*)>,
        }
    }
}

/// `for<'a> FnMut(A) -> R`, with each type passed through `map`.
pub(crate) fn closure_bound(closure: &Closure, map: impl Fn(&Type) -> TokenStream) -> TokenStream {
    let Closure { lifetimes, call, inputs, output, .. } = closure;
    let span = ours(call.span());
    let lifetimes = lifetimes.as_ref().map(|lifetimes| &lifetimes.tokens);
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
    let is = |attr: &Attribute, name: &str| attr.single && attr.name == name;
    let common = attrs.iter().filter(|attr| COMMON.iter().any(|name| is(attr, name)));
    let common = common.map(|attr| &attr.tokens);
    let deprecated = attrs.iter().any(|attr| is(attr, "deprecated"));
    let deprecated = deprecated.then(|| quote!(#[allow(deprecated)]));
    Some(quote!(#(#common)* #deprecated))
}

/// The runtime crate. It is written where it is named, and not kept as tokens: to put a stream of
/// tokens into another costs several calls of the compiler.
#[derive(Clone, Copy)]
pub(crate) struct Runtime<'a>(pub(crate) Option<&'a Tokens>);

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

//! The parts of an expansion that need no more than the item.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::Token;

use super::generics::{expand_in_full, expand_where};
use crate::model::{Closure, Item};
use crate::names::{self, is_one_of};
use crate::shape;
use crate::syntax::{Attribute, Generic, GenericParameter, Type};
use crate::tokens::Tokens;

/// The struct that stands for a declaration: uninhabited, with the parameters of the alias.
pub(crate) fn expand_struct(item: &Item, docs: Option<&str>) -> TokenStream {
    let Item { attrs, visibility, name, generics, .. } = item;
    let mut written = TokenStream::new();
    for attr in attrs {
        attr.tokens.to_tokens(&mut written);
    }
    let docs = docs.map(|docs| quote!(#[doc = #docs]));
    let declared = expand_in_full(generics);
    let where_clause = expand_where(generics, &[]);
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
        #written
        #docs
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
    let lifetimes = lifetimes.as_ref().map(|lifetimes| &lifetimes.tokens);
    let shown = |ty: &Type| match instead {
        Some(instead) if !shape::is_nameable(ty) => instead.to_token_stream(),
        _ => ty.to_token_stream(),
    };
    let mut types = Vec::new();
    for ty in inputs {
        types.push(shown(ty));
    }
    let output = output.as_ref().map(|ty| {
        let ty = shown(ty);
        quote_spanned!(span=> -> #ty)
    });
    quote_spanned!(span=> #lifetimes ::core::ops::#call(#(#types),*) #output)
}

/// `-> R`, or nothing.
pub(super) fn expand_output(output: Option<&Type>) -> Option<TokenStream> {
    output.map(|ty| quote!(-> #ty))
}

/// The attributes that go on every item of the expansion, not on the type alone: lint levels. A
/// `cfg` is no more, as the compiler evaluates it before it expands an attribute.
pub(crate) fn common_attributes(attrs: &[Attribute]) -> Option<TokenStream> {
    const COMMON: [&str; 3] = ["allow", "warn", "deny"];
    if attrs.is_empty() {
        return None;
    }
    let mut common = TokenStream::new();
    let mut is_deprecated = false;
    for Attribute { tokens, name, single } in attrs {
        if *single && is_one_of(name, &COMMON) {
            tokens.to_tokens(&mut common);
        }
        is_deprecated |= *single && name == "deprecated";
    }
    if is_deprecated {
        common.extend(quote!(#[allow(deprecated)]));
    }
    Some(common)
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

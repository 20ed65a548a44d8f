//! The parts that occur in many places in an expansion.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Attribute, GenericParam, Generics, Ident, Path, Type};

use crate::model::{Value, parameter_name, ty};
use crate::names;

/// Returns the path of the runtime crate.
///
/// The tokens have a span of this macro, so they are read as in edition 2024, whatever the edition of the
/// user's crate.
pub(super) fn runtime(krate: Option<&Path>) -> TokenStream {
    match krate {
        Some(path) => quote!(#path),
        None => quote_spanned!(Span::mixed_site()=> ::callback_runtime),
    }
}

/// Returns `unsafe` with a span of this macro, so that a crate that forbids unsafe code can declare
/// callbacks.
pub(super) fn unsafe_token() -> Ident {
    names::ident("unsafe")
}

/// Returns a span for tokens that this macro writes, located at the user's `place`.
pub(super) fn ours(place: Span) -> Span {
    place.resolved_at(Span::mixed_site())
}

/// Returns the attributes that every item of the expansion gets: lint levels. A `cfg` is never among them,
/// since the compiler evaluates it before it expands this attribute.
pub(super) fn common(attrs: &[Attribute]) -> TokenStream {
    let is = |attr: &Attribute, names: &[&str]| names.iter().any(|name| attr.path().is_ident(name));
    let levels = attrs.iter().filter(|attr| is(attr, &["allow", "warn", "deny"]));
    let deprecated = attrs.iter().any(|attr| is(attr, &["deprecated"]));
    let deprecated = deprecated.then(|| quote!(#[allow(deprecated)]));
    quote!(#(#levels)* #deprecated)
}

/// Returns the parameters of the alias as an `impl` declares them, with the type parameter `added`.
pub(super) fn with_parameter(generics: &Generics, added: &Ident) -> Generics {
    let mut generics = generics.clone();
    generics.params.push(GenericParam::Type(added.clone().into()));
    generics
}

/// Returns the parameters of the alias as generic arguments of a call, without lifetimes.
pub(super) fn arguments(generics: &Generics) -> Vec<&Ident> {
    let is_lifetime = |parameter: &&GenericParam| matches!(parameter, GenericParam::Lifetime(_));
    generics.params.iter().filter(|each| !is_lifetime(each)).map(parameter_name).collect()
}

/// Returns the `where` clause with the conditions `ours` added, or nothing if there are no conditions.
pub(super) fn conditions(generics: &Generics, ours: &[TokenStream]) -> TokenStream {
    let mut theirs = TokenStream::new();
    if let Some(clause) = &generics.where_clause {
        let predicates = clause.predicates.iter();
        theirs.extend(quote!(#(#predicates,)*));
    }
    if theirs.is_empty() && ours.is_empty() {
        return TokenStream::new();
    }
    quote!(where #theirs #(#ours,)*)
}

/// Returns `-> R`, or nothing.
pub(super) fn output(ty: Option<&Type>) -> Option<TokenStream> {
    ty.map(|ty| quote!(-> #ty))
}

/// Returns the type with which the trampoline takes a parameter. For C's `bool`, it allows any byte.
pub(super) fn received(ty: &Type) -> TokenStream {
    if ty::is_bool(ty) { quote!(::core::mem::MaybeUninit<#ty>) } else { quote!(#ty) }
}

/// Returns constants that shadow the functions of these names in the user's code.
pub(super) fn hide(functions: &[Ident]) -> TokenStream {
    quote!(#(const #functions: () = ();)*)
}

/// Returns the value of a key, or `()` without one.
///
/// A value that syn has not read goes through a macro of the runtime. If it is not an expression, the code
/// around it is still valid, and the compiler reports the fault at the user's tokens.
pub(super) fn value(runtime: &TokenStream, value: Option<&Value>) -> TokenStream {
    match value {
        None => quote!(()),
        Some(value) if value.is_read => quote!(#value),
        Some(value) => quote!(#runtime::__expression!(#value)),
    }
}

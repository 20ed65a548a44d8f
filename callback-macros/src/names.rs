//! Every identifier that the macro invents, and the paths that generated code goes by.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote_spanned};
use syn::{GenericParam, Path};

use crate::model::Closure;
use crate::shape;

/// A name that no token of the declaration has, as type parameters know no hygiene.
pub(crate) fn unused(wanted: &str, taken: &[&TokenStream]) -> Ident {
    let mut name = wanted.to_owned();
    while taken.iter().any(|tokens| shape::mentions(tokens, &name)) {
        name.push('_');
    }
    Ident::new(&name, Span::mixed_site())
}

/// The trampoline's parameter at a position.
pub(crate) fn argument(at: usize) -> Ident {
    format_ident!("argument_{}", at, span = Span::mixed_site())
}

/// A local variable of generated code.
pub(crate) fn local(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}

/// The runtime crate.
pub(crate) fn runtime(krate: Option<&Path>) -> TokenStream {
    let span = Span::mixed_site();
    match krate {
        Some(path) => quote_spanned!(span=> #path),
        None => quote_spanned!(span=> ::callback_runtime),
    }
}

/// `stdcall-unwind` is `StdcallUnwind`: the runtime's type for a calling convention.
pub(crate) fn abi(name: &str) -> Ident {
    let mut marker = String::new();
    for word in name.split('-') {
        let mut letters = word.chars();
        marker.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        marker.extend(letters);
    }
    Ident::new(&marker, Span::mixed_site())
}

/// The names of the lifetimes of a closure's `for<..>`.
pub(crate) fn bound(closure: &Closure) -> Vec<String> {
    let Some(lifetimes) = &closure.lifetimes else { return Vec::new() };
    let names = lifetimes.lifetimes.iter().filter_map(|parameter| match parameter {
        GenericParam::Lifetime(parameter) => Some(parameter.lifetime.ident.to_string()),
        _ => None,
    });
    names.collect()
}

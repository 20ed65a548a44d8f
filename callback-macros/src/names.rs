//! Every identifier that the macro invents.

use proc_macro2::{Ident, Span, TokenStream};

use crate::tokens;

/// A name that no token of the declaration has, as type parameters know no hygiene.
pub(crate) fn unused(wanted: &str, taken: &TokenStream) -> Ident {
    let mut name = wanted.to_owned();
    while tokens::mention(taken, &name) {
        name.push('_');
    }
    Ident::new(&name, Span::mixed_site())
}

/// The trampoline's parameter at a position.
pub(crate) fn argument(at: usize) -> Ident {
    local(&format!("argument_{at}"))
}

/// The closure's parameter at a position.
pub(crate) fn converted(at: usize) -> Ident {
    local(&format!("converted_{at}"))
}

/// A local variable or an item of generated code.
pub(crate) fn local(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}

/// `stdcall-unwind` is `StdcallUnwind`: the runtime's type for a calling convention.
pub(crate) fn abi(name: &str) -> Ident {
    let mut marker = String::new();
    for word in name.split('-') {
        let mut letters = word.chars();
        marker.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        marker.extend(letters);
    }
    local(&marker)
}

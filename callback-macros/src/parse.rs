//! From tokens to the model. A fault is reported and stepped over, so that the rest is read too.

mod arguments;
mod closure;
mod item;
mod keys;

use proc_macro2::TokenStream;
use syn::buffer::Cursor;
use syn::{ReturnType, Type};

pub(crate) use self::arguments::arguments;
pub(crate) use self::item::item;
use crate::shape;

/// The type that stands behind `->`; `()` is nothing.
fn output(output: ReturnType) -> Option<Type> {
    match output {
        ReturnType::Default => None,
        ReturnType::Type(_, ty) => Some(*ty).filter(|ty| !shape::is_unit(ty)),
    }
}

/// The tokens between two places.
fn between(begin: Cursor<'_>, end: Cursor<'_>) -> TokenStream {
    let mut tokens = TokenStream::new();
    let mut cursor = begin;
    while cursor != end {
        let Some((token, rest)) = cursor.token_tree() else { break };
        tokens.extend([token]);
        cursor = rest;
    }
    tokens
}

//! What can be told of a type by looking at it.
//!
//! A macro sees names, not types. Everything here is about the names that the conversions and the
//! short form know; an alias is taken for what it is called.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{GenericArgument, PathArguments, Type};

/// The last name of a type that is a path.
pub(crate) fn name(ty: &Type) -> Option<String> {
    match ty {
        Type::Path(path) if path.qself.is_none() => {
            path.path.segments.last().map(|segment| segment.ident.to_string())
        }
        Type::Paren(paren) => name(&paren.elem),
        Type::Group(group) => name(&group.elem),
        _ => None,
    }
}

pub(crate) fn is_named(ty: &Type, expected: &str) -> bool {
    name(ty).is_some_and(|name| name == expected)
}

/// The `T` of an `Option<T>`.
pub(crate) fn option(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last().filter(|last| last.ident == "Option")?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    match arguments.args.first() {
        Some(GenericArgument::Type(ty)) if arguments.args.len() == 1 => Some(ty),
        _ => None,
    }
}

/// The target of a `&T`, `&mut T` or an `Option` of them, and whether it is `mut`.
pub(crate) fn reference(ty: &Type) -> Option<(&Type, bool)> {
    match option(ty).unwrap_or(ty) {
        Type::Reference(reference) => Some((&reference.elem, reference.mutability.is_some())),
        _ => None,
    }
}

/// The element of a `&[T]` or `&mut [T]`, and whether it is `mut`.
pub(crate) fn slice(ty: &Type) -> Option<(&Type, bool)> {
    let Type::Reference(reference) = ty else { return None };
    match &*reference.elem {
        Type::Slice(slice) => Some((&slice.elem, reference.mutability.is_some())),
        _ => None,
    }
}

/// Whether a type is `*const c_void` or `*mut c_void`.
pub(crate) fn is_void_pointer(ty: &Type) -> bool {
    matches!(ty, Type::Ptr(pointer) if is_named(&pointer.elem, "c_void"))
}

/// Whether a type certainly is neither a `ControlFlow` nor a `Result`, whatever its names stand for.
pub(crate) fn is_plain(ty: &Type) -> bool {
    const PRIMITIVES: [&str; 17] = [
        "bool", "char", "f32", "f64", "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16",
        "u32", "u64", "u128", "usize", "c_int",
    ];
    match ty {
        Type::Path(_) => name(ty).is_some_and(|name| PRIMITIVES.contains(&name.as_str())),
        _ => true,
    }
}

/// Whether `name` occurs anywhere in `tokens`: as an identifier, or as a lifetime without its `'`.
pub(crate) fn mentions(tokens: &TokenStream, name: &str) -> bool {
    tokens.clone().into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == name,
        TokenTree::Group(group) => mentions(&group.stream(), name),
        _ => false,
    })
}

/// The first reference or lifetime in a type that the caller of a closure chooses: `&T`, `'_`, or
/// one of `bound`, by name.
pub(crate) fn borrowed(ty: &Type, bound: &[String]) -> Option<TokenStream> {
    fn search(tokens: TokenStream, bound: &[String]) -> Option<TokenStream> {
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            match &token {
                TokenTree::Group(group) => {
                    if let Some(found) = search(group.stream(), bound) {
                        return Some(found);
                    }
                }
                TokenTree::Punct(punct) if punct.as_char() == '&' => {
                    let named = matches!(
                        tokens.peek(),
                        Some(TokenTree::Punct(next)) if next.as_char() == '\''
                    );
                    if !named {
                        return Some(token.into());
                    }
                }
                TokenTree::Punct(punct) if punct.as_char() == '\'' => {
                    if let Some(TokenTree::Ident(name)) = tokens.peek()
                        && (name == "_" || bound.iter().any(|bound| name == bound))
                    {
                        let name = tokens.next();
                        return Some([Some(token), name].into_iter().flatten().collect());
                    }
                }
                _ => {}
            }
        }
        None
    }
    search(ty.to_token_stream(), bound)
}

/// `tokens` with `'_` in place of each lifetime of `bound`.
pub(crate) fn elide(tokens: TokenStream, bound: &[String]) -> TokenStream {
    let mut after_quote = false;
    tokens
        .into_iter()
        .map(|token| {
            let lifetime = std::mem::take(&mut after_quote);
            match token {
                TokenTree::Group(group) => {
                    let inner = elide(group.stream(), bound);
                    let mut elided = proc_macro2::Group::new(group.delimiter(), inner);
                    elided.set_span(group.span());
                    elided.into()
                }
                TokenTree::Ident(name) if lifetime && bound.iter().any(|bound| name == bound) => {
                    proc_macro2::Ident::new("_", name.span()).into()
                }
                TokenTree::Punct(punct) => {
                    after_quote = punct.as_char() == '\'';
                    punct.into()
                }
                token => token,
            }
        })
        .collect()
}

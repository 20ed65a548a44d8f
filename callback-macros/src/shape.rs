//! What can be told of a type by looking at it.
//!
//! A macro sees names, not types. Everything here is about the names that the conversions and the
//! short form know; an alias is taken for what it is called.

use quote::ToTokens;
use syn::{GenericArgument, PathArguments, PathSegment, Type};

use crate::tokens;

/// A type without the parentheses, and the marks of a macro's fragment, around it.
pub(crate) fn bare(ty: &Type) -> &Type {
    match ty {
        Type::Paren(paren) => bare(&paren.elem),
        Type::Group(group) => bare(&group.elem),
        ty => ty,
    }
}

/// The last segment of a type that is a path.
fn last(ty: &Type) -> Option<&PathSegment> {
    match bare(ty) {
        Type::Path(path) if path.qself.is_none() => path.path.segments.last(),
        _ => None,
    }
}

/// Whether the last name of a type is `expected`.
pub(crate) fn is_named(ty: &Type, expected: &str) -> bool {
    last(ty).is_some_and(|last| last.ident == expected)
}

/// The first type among the arguments of a type that is named `expected`, and how many there are.
fn argument<'a>(ty: &'a Type, expected: &str) -> Option<(&'a Type, usize)> {
    let last = last(ty).filter(|last| last.ident == expected)?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    match arguments.args.first() {
        Some(GenericArgument::Type(ty)) => Some((bare(ty), arguments.args.len())),
        _ => None,
    }
}

/// The target of a `&T`, `&mut T` or an `Option` of them, and whether it is `mut`.
pub(crate) fn reference(ty: &Type) -> Option<(&Type, bool)> {
    let inner = argument(ty, "Option").filter(|(_, count)| *count == 1).map(|(ty, _)| ty);
    match inner.unwrap_or(bare(ty)) {
        Type::Reference(reference) => Some((bare(&reference.elem), reference.mutability.is_some())),
        _ => None,
    }
}

/// The element of a `&[T]` or `&mut [T]`, and whether it is `mut`.
pub(crate) fn slice(ty: &Type) -> Option<(&Type, bool)> {
    let Type::Reference(reference) = bare(ty) else { return None };
    match bare(&reference.elem) {
        Type::Slice(slice) => Some((&slice.elem, reference.mutability.is_some())),
        _ => None,
    }
}

/// Whether a type is `Result<(), ..>`.
pub(crate) fn is_unit_result(ty: &Type) -> bool {
    argument(ty, "Result").is_some_and(|(ty, _)| is_unit(ty))
}

pub(crate) fn is_unit(ty: &Type) -> bool {
    matches!(bare(ty), Type::Tuple(tuple) if tuple.elems.is_empty())
}

/// Whether a type is `*const c_void` or `*mut c_void`.
pub(crate) fn is_void_pointer(ty: &Type) -> bool {
    matches!(bare(ty), Type::Ptr(pointer) if is_named(&pointer.elem, "c_void"))
}

/// Whether a type may be narrower than C's `int`: all but pointers, and those names that say how wide
/// they are.
pub(crate) fn may_be_narrow(ty: &Type) -> bool {
    const WIDE: [&str; 18] = [
        "c_int",
        "c_uint",
        "c_long",
        "c_ulong",
        "c_longlong",
        "c_ulonglong",
        "c_float",
        "c_double",
        "i32",
        "u32",
        "i64",
        "u64",
        "i128",
        "u128",
        "isize",
        "usize",
        "f32",
        "f64",
    ];
    let is_path = matches!(bare(ty), Type::Path(_) | Type::Macro(_));
    let is_wide = |last: &PathSegment| WIDE.contains(&last.ident.to_string().as_str());
    is_path && !last(ty).is_some_and(is_wide)
}

/// Whether a type is one that user data often has.
pub(crate) fn may_be_user_data(ty: &Type) -> bool {
    const NAMES: [&str; 7] =
        ["LPARAM", "LPVOID", "PVOID", "DWORD_PTR", "ULONG_PTR", "usize", "isize"];
    is_void_pointer(ty) || NAMES.iter().any(|name| is_named(ty, name))
}

/// A type without the `+` that may stand at its end, and would run into what we write behind it.
pub(crate) fn ended(mut ty: Type) -> Type {
    if let Type::TraitObject(object) = &mut ty {
        object.bounds.pop_punct();
    }
    ty
}

/// Whether a type can stand wherever a type can: neither `!`, nor anything with `impl` or
/// `_`.
pub(crate) fn is_nameable(ty: &Type) -> bool {
    !matches!(bare(ty), Type::Never(_)) && tokens::unnamed(&ty.to_token_stream()).is_none()
}

/// Tokens, those of a type for one, as a person writes them.
pub(crate) fn display(tokens: impl ToTokens) -> String {
    let mut text = tokens.to_token_stream().to_string();
    if !text.contains([' ', ':']) {
        // A name or a number, as most are.
        return text;
    }
    for (spaced, tight) in [
        (":: core :: ffi :: ", ""),
        (":: core :: primitive :: ", ""),
        ("::core::ffi::", ""),
        ("::core::primitive::", ""),
        (" :: ", "::"),
        ("* const", "*const"),
        ("* mut", "*mut"),
        ("& ", "&"),
        (" < ", "<"),
        ("< ", "<"),
        (" >", ">"),
        (" ,", ","),
        ("[ ", "["),
        (" ]", "]"),
    ] {
        text = text.replace(spaced, tight);
    }
    text
}

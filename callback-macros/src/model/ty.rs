//! Queries about a type's form and name.
//!
//! A macro sees names, not types. The functions here recognize the names that the conversions and the short
//! form know. They do not recognize an alias of such a type.

use proc_macro2::Ident;
use quote::quote;
use syn::punctuated::Punctuated;
use syn::{
    GenericArgument, Path, PathArguments, PathSegment, PointerMutability, Token, Type, TypePtr,
    TypeReference,
};

use super::{display, tokens};
use crate::names::is_one_of;

/// Returns a type without the parentheses and invisible groups around it. A macro by example makes those.
pub(crate) fn bare(ty: &Type) -> &Type {
    match ty {
        Type::Paren(paren) => bare(&paren.elem),
        Type::Group(group) => bare(&group.elem),
        _ => ty,
    }
}

/// Returns the last name of a type that is a path without a `<T as Trait>`, with its arguments.
fn last_segment(ty: &Type) -> Option<&PathSegment> {
    match bare(ty) {
        Type::Path(path) if path.qself.is_none() => path.path.segments.last(),
        _ => None,
    }
}

/// Returns whether the last name of a type is one of `names`.
fn has_name(ty: &Type, names: &[&str]) -> bool {
    last_segment(ty).is_some_and(|segment| is_one_of(&segment.ident, names))
}

/// Returns whether a type is just the name `expected`.
pub(crate) fn is_name(ty: &Type, expected: &str) -> bool {
    matches!(bare(ty), Type::Path(path) if path.path.is_ident(expected))
}

/// Returns whether the last name of a type is `expected`.
pub(crate) fn is_named(ty: &Type, expected: &str) -> bool {
    has_name(ty, &[expected])
}

/// Returns the first argument of a type named `expected`, and the number of its arguments.
fn argument<'a>(ty: &'a Type, expected: &str) -> Option<(&'a Type, usize)> {
    let arguments = arguments(ty, expected)?;
    match arguments.first()? {
        GenericArgument::Type(first) => Some((bare(first), arguments.len())),
        _ => None,
    }
}

/// Returns the arguments of a type named `expected`.
fn arguments<'a>(
    ty: &'a Type,
    expected: &str,
) -> Option<&'a Punctuated<GenericArgument, Token![,]>> {
    let segment = last_segment(ty).filter(|segment| segment.ident == expected)?;
    match &segment.arguments {
        PathArguments::AngleBracketed(arguments) => Some(&arguments.args),
        _ => None,
    }
}

/// Returns the content of an `Option` type, or the type itself.
pub(crate) fn optional(ty: &Type) -> &Type {
    match argument(ty, "Option") {
        Some((inner, 1)) => inner,
        _ => bare(ty),
    }
}

/// Returns the target of a `&T`, of a `&mut T` or of an `Option` of one, and the `mut`.
pub(crate) fn reference(ty: &Type) -> Option<(&Type, Option<Token![mut]>)> {
    match optional(ty) {
        Type::Reference(TypeReference { mutability, elem, .. }) => Some((bare(elem), *mutability)),
        _ => None,
    }
}

/// Returns whether a type is a reference, or an `Option` of one, with an elided lifetime.
pub(crate) fn is_elided(ty: &Type) -> bool {
    match optional(ty) {
        Type::Reference(TypeReference { lifetime: Some(lifetime), .. }) => lifetime.ident == "_",
        Type::Reference(_) => true,
        _ => false,
    }
}

/// Returns the text of a reference, or of an `Option` of one, with the lifetime `'static`.
pub(crate) fn with_static(ty: &Type) -> String {
    let Type::Reference(TypeReference { mutability, elem, .. }) = optional(ty) else {
        return display(ty);
    };
    let reference = display(quote!(&'static #mutability #elem));
    if argument(ty, "Option").is_some() { format!("Option<{reference}>") } else { reference }
}

/// Returns whether a type certainly borrows nothing, because it is a C number type or a pointer to one.
pub(crate) fn borrows_nothing(ty: &Type) -> bool {
    match bare(ty) {
        Type::Ptr(pointer) => borrows_nothing(&pointer.elem),
        ty => has_name(ty, &NARROW) || has_name(ty, &WIDE),
    }
}

/// Returns the element of a `&[T]`, of a `&mut [T]` or of an `Option` of one, and the `mut`.
pub(crate) fn slice(ty: &Type) -> Option<(&Type, Option<Token![mut]>)> {
    let Type::Reference(TypeReference { mutability, elem, .. }) = optional(ty) else { return None };
    match bare(elem) {
        Type::Slice(slice) => Some((&slice.elem, *mutability)),
        _ => None,
    }
}

/// Returns whether a type is a `String` or a reference to Rust's text, which C does not have.
pub(crate) fn is_text(ty: &Type) -> bool {
    let target = reference(ty).map_or(ty, |(target, _)| target);
    is_name(target, "String") || is_name(target, "str")
}

/// Returns the two types of a `Result<T, E>`.
pub(crate) fn result(ty: &Type) -> Option<(&Type, &Type)> {
    let mut arguments = arguments(ty, "Result")?.iter();
    match (arguments.next()?, arguments.next()?, arguments.next()) {
        (GenericArgument::Type(value), GenericArgument::Type(error), None) => Some((value, error)),
        _ => None,
    }
}

/// Returns whether a type has the form of a function pointer or of an `Option` of one.
pub(crate) fn is_function(ty: &Type) -> bool {
    matches!(optional(ty), Type::FnPtr(_))
}

/// Returns whether only one call at a time can reach the target of a type. C promises that for a `&mut`, and
/// a closure reaches the target of a pointer only with `unsafe`.
pub(crate) fn is_for_one_call(ty: &Type) -> bool {
    is_raw(ty) || reference(ty).is_some_and(|(_, mutability)| mutability.is_some())
}

pub(crate) fn is_pointer(ty: &Type) -> bool {
    matches!(bare(ty), Type::Ptr(_))
}

/// Returns the target of a `NonNull<T>` or an `Option` of one.
pub(crate) fn not_null(ty: &Type) -> Option<&Type> {
    argument(optional(ty), "NonNull").map(|(target, _)| target)
}

/// Returns whether only `unsafe` code can reach the target of a type.
pub(crate) fn is_raw(ty: &Type) -> bool {
    is_pointer(ty) || not_null(ty).is_some()
}

/// Returns whether a type may be an integer that gives the length of an array.
pub(crate) fn may_be_length(ty: &Type) -> bool {
    const OTHERS: [&str; 8] =
        ["Option", "bool", "char", "f32", "f64", "c_float", "c_double", "c_void"];
    matches!(bare(ty), Type::Path(_) | Type::Macro(_)) && !has_name(ty, &OTHERS)
}

/// Returns the types of a `ControlFlow<B, C>` that has both.
pub(crate) fn flow(ty: &Type) -> Option<(&Type, &Type)> {
    let mut arguments = arguments(ty, "ControlFlow")?.iter();
    match (arguments.next()?, arguments.next()?) {
        (GenericArgument::Type(stop), GenericArgument::Type(go_on)) => Some((stop, go_on)),
        _ => None,
    }
}

/// Returns the type that a `Result<T, E>` or a `ControlFlow<B>` lets escape, if the type spells it.
pub(crate) fn escaping(ty: &Type) -> Option<&Type> {
    let of_result = arguments(ty, "Result").map(|arguments| arguments.iter().nth(1));
    match of_result.unwrap_or_else(|| arguments(ty, "ControlFlow")?.first())? {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    }
}

/// Returns whether a type is named `Result` or `ControlFlow`, which let a value escape past C.
pub(crate) fn is_escaping(ty: &Type) -> bool {
    is_named(ty, "Result") || is_named(ty, "ControlFlow")
}

/// Returns whether a type may be an alias of a `ControlFlow` or a `Result`.
pub(crate) fn may_be_alias(ty: &Type) -> bool {
    const OTHERS: [&str; 5] = ["ControlFlow", "Result", "Option", "Ordering", "NonNull"];
    matches!(bare(ty), Type::Path(_) | Type::Macro(_))
        && ![&OTHERS[..], &WIDE, &NARROW].iter().any(|names| has_name(ty, names))
}

/// Returns whether a type is `Result<(), ..>`.
pub(crate) fn is_unit_result(ty: &Type) -> bool {
    argument(ty, "Result").is_some_and(|(ty, _)| is_unit(ty))
}

pub(crate) fn is_unit(ty: &Type) -> bool {
    matches!(bare(ty), Type::Tuple(tuple) if tuple.elems.is_empty())
}

/// Returns the mutability of a type that is `*const c_void` or `*mut c_void`.
pub(crate) fn void_pointer(ty: &Type) -> Option<&PointerMutability> {
    match bare(ty) {
        Type::Ptr(TypePtr { mutability, elem, .. }) if is_named(elem, "c_void") => Some(mutability),
        _ => None,
    }
}

/// The names of numbers that are at least as wide as C's `int`.
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

/// The names of narrower numbers, and that of a `void *`'s target.
const NARROW: [&str; 12] = [
    "c_char", "c_schar", "c_uchar", "c_short", "c_ushort", "c_void", "i8", "u8", "i16", "u16",
    "bool", "char",
];

/// Returns whether a type contains a name that is unknown: not a C type, not a type of a conversion, not in `others`.
pub(crate) fn has_unknown_name(ty: &Type, others: &[Ident]) -> bool {
    const WORDS: [&str; 17] = [
        "const",
        "mut",
        "dyn",
        "unsafe",
        "extern",
        "fn",
        "for",
        "as",
        "core",
        "std",
        "ffi",
        "primitive",
        "Option",
        "Result",
        "ControlFlow",
        "Ordering",
        "CStr",
    ];
    let is_known = |name: &Ident| {
        [&WORDS[..], &WIDE, &NARROW].iter().any(|known| is_one_of(name, known))
            || others.contains(name)
    };
    !tokens::identifiers(ty).iter().all(is_known)
}

/// Returns whether a type may be narrower than C's `int`. Any named type may be, unless its name tells its width.
pub(crate) fn may_be_narrow(ty: &Type) -> bool {
    matches!(bare(ty), Type::Path(_) | Type::Macro(_)) && !has_name(ty, &WIDE)
}

/// Returns whether a type has the name of a C number type.
pub(crate) fn is_number(ty: &Type) -> bool {
    matches!(bare(ty), Type::Path(_)) && (has_name(ty, &WIDE) || has_name(ty, &NARROW))
}

pub(crate) fn is_bool(ty: &Type) -> bool {
    is_named(ty, "bool")
}

/// Returns whether a type is common for user data.
pub(crate) fn may_be_user_data(ty: &Type) -> bool {
    const NAMES: [&str; 7] =
        ["LPARAM", "LPVOID", "PVOID", "DWORD_PTR", "ULONG_PTR", "usize", "isize"];
    void_pointer(ty).is_some() || has_name(ty, &NAMES)
}

/// Removes a trailing `+`, as in `dyn A +`, since it would join with the tokens after the type.
pub(crate) fn without_plus(mut ty: Type) -> Type {
    if let Type::TraitObject(object) = &mut ty {
        object.bounds.pop_punct();
    }
    ty
}

/// Returns whether a type can be written in any position: it is stable Rust, is not `!`, and has no `impl` or `_`.
pub(crate) fn is_nameable(ty: &Type) -> bool {
    !matches!(bare(ty), Type::Never(_) | Type::Verbatim(_)) && tokens::unnamed(ty).is_none()
}

/// Returns whether a path is just the name `expected`, without arguments.
pub(crate) fn is_marker(path: &Path, expected: &str) -> bool {
    path.segments.last().is_some_and(|last| last.ident == expected && last.arguments.is_none())
}

//! What can be told of a type by looking at it.
//!
//! A macro sees names, not types. Everything here is about the names that the conversions and the
//! short form know; an alias is taken for what it is called.

use crate::names::is_one_of;
use crate::syntax::{Path, PathArguments, Shape, Type};
use crate::tokens;

/// A type without the parentheses, and the marks of a macro's fragment, around it.
pub(crate) fn bare(ty: &Type) -> &Type {
    if let Shape::Paren(ty) = &ty.shape { bare(ty) } else { ty }
}

/// The path that a type is, without a `<T as Trait>`.
fn path(ty: &Type) -> Option<&Path> {
    if let Shape::Path(path) = &bare(ty).shape { Some(path) } else { None }
}

/// Whether the last name of a type is `expected`.
pub(crate) fn is_named(ty: &Type, expected: &str) -> bool {
    path(ty).is_some_and(|path| path.last == expected)
}

/// The first type among the arguments of a type that is named `expected`, and how many there are.
fn argument<'a>(ty: &'a Type, expected: &str) -> Option<(&'a Type, usize)> {
    match &path(ty)?.arguments {
        PathArguments::Angle(Some(first), count) if is_named(ty, expected) => {
            Some((bare(first), *count))
        }
        _ => None,
    }
}

/// A type, or what it is an `Option` of.
fn optional(ty: &Type) -> &Type {
    match argument(ty, "Option") {
        Some((inner, 1)) => inner,
        _ => bare(ty),
    }
}

/// The target of a `&T`, `&mut T` or an `Option` of them, and whether it is `mut`.
pub(crate) fn reference(ty: &Type) -> Option<(&Type, bool)> {
    match &optional(ty).shape {
        Shape::Reference { mutable, target, .. } => Some((bare(target), *mutable)),
        _ => None,
    }
}

/// Whether a type is a reference, or an `Option` of one, that does not say from what it borrows.
pub(crate) fn is_elided(ty: &Type) -> bool {
    matches!(optional(ty).shape, Shape::Reference { elided: true, .. })
}

/// Whether a type is certain to borrow nothing: C's numbers, and pointers to them.
pub(crate) fn borrows_nothing(ty: &Type) -> bool {
    match &bare(ty).shape {
        Shape::Path(path) => is_one_of(&path.last, &NARROW) || is_one_of(&path.last, &WIDE),
        Shape::Pointer { target, .. } => borrows_nothing(target),
        _ => false,
    }
}

/// The element of a `&[T]` or `&mut [T]`, and whether it is `mut`.
pub(crate) fn slice(ty: &Type) -> Option<(&Type, bool)> {
    let Shape::Reference { mutable, target, .. } = &bare(ty).shape else { return None };
    if let Shape::Slice(element) = &bare(target).shape { Some((element, *mutable)) } else { None }
}

/// Whether a call alone can reach what is behind a type: C promises that of a `&mut`, and what a
/// pointer leads to, a closure reaches by `unsafe` alone.
pub(crate) fn is_for_one_call(ty: &Type) -> bool {
    is_pointer(ty) || reference(ty).is_some_and(|(_, mutable)| mutable)
}

pub(crate) fn is_pointer(ty: &Type) -> bool {
    matches!(bare(ty).shape, Shape::Pointer { .. })
}

/// Whether a type is `Result<(), ..>`.
pub(crate) fn is_unit_result(ty: &Type) -> bool {
    argument(ty, "Result").is_some_and(|(ty, _)| is_unit(ty))
}

pub(crate) fn is_unit(ty: &Type) -> bool {
    matches!(bare(ty).shape, Shape::Unit)
}

/// Whether a type is `*const c_void` or `*mut c_void`, and which: whether it is `mut`.
pub(crate) fn void_pointer(ty: &Type) -> Option<bool> {
    match &bare(ty).shape {
        Shape::Pointer { mutable, target } if is_named(target, "c_void") => Some(*mutable),
        _ => None,
    }
}

/// The numbers that are as wide as C's `int`, or wider.
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

/// Those that are narrower, and what is behind a `void *`.
const NARROW: [&str; 12] = [
    "c_char", "c_schar", "c_uchar", "c_short", "c_ushort", "c_void", "i8", "u8", "i16", "u16",
    "bool", "char",
];

/// Whether a type may be narrower than C's `int`: all but pointers, and those names that say how wide
/// they are.
pub(crate) fn may_be_narrow(ty: &Type) -> bool {
    match &bare(ty).shape {
        Shape::Path(path) => !is_one_of(&path.last, &WIDE),
        Shape::Opaque => true,
        _ => false,
    }
}

/// Whether a type is one that user data often has.
pub(crate) fn may_be_user_data(ty: &Type) -> bool {
    const NAMES: [&str; 7] =
        ["LPARAM", "LPVOID", "PVOID", "DWORD_PTR", "ULONG_PTR", "usize", "isize"];
    void_pointer(ty).is_some() || path(ty).is_some_and(|path| is_one_of(&path.last, &NAMES))
}

/// Takes off the `+` that may stand at the end of a type, and would run into what we write behind it.
pub(crate) fn end(ty: &mut Type) {
    if let Shape::Object(..) = ty.shape {
        ty.tokens.end();
    }
}

/// Whether a type can stand wherever a type can: neither `!`, nor anything with `impl` or
/// `_`.
pub(crate) fn is_nameable(ty: &Type) -> bool {
    !matches!(bare(ty).shape, Shape::Never) && tokens::unnamed(&ty.tokens).is_none()
}

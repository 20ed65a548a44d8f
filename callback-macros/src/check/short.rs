//! The prototype that the short form stands for: every type as C spells it, the context last.

use proc_macro2::Span;
use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::{
    Ident, LitStr, Path, PathSegment, PointerMutability, Token, Type, TypeParen, TypePath, TypePtr,
    token,
};

use crate::model::{Closure, Parameter, Prototype};
use crate::{shape, tokens};

/// Spells the closure's signature as C does, with the context if there is one.
pub(super) fn prototype(closure: &Closure, abi: Option<&LitStr>, has_context: bool) -> Prototype {
    let span = closure.call.span();
    let bound = closure.bound_lifetimes();
    let spelling = |ty| elided(spelling(ty), &bound);
    let mut inputs: Vec<Parameter> = Vec::new();
    let mut push = |name: Option<Ident>, ty: Type| inputs.push(Parameter { name, ty });
    for ty in &closure.inputs {
        if let Some((element, mutable)) = shape::slice(ty) {
            push(None, elided(pointer(element.clone(), mutable), &bound));
            push(None, core(&["primitive", "usize"]));
        } else {
            push(None, spelling(ty));
        }
    }
    if has_context {
        push(Some(Ident::new("context", span)), pointer(core(&["ffi", "c_void"]), true));
    }
    let output = closure.output.as_ref().map(|ty| {
        if shape::is_named(ty, "Ordering") { core(&["ffi", "c_int"]) } else { spelling(ty) }
    });
    Prototype {
        fn_token: Token![fn](span),
        text: text(abi, &inputs, output.as_ref()),
        inputs,
        variadic: None,
        output,
    }
}

/// A type as C spells it: itself, save that a reference is passed as a pointer.
fn spelling(ty: &Type) -> Type {
    match shape::reference(ty) {
        Some((target, _)) if shape::is_named(target, "CStr") => {
            pointer(core(&["ffi", "c_char"]), false)
        }
        Some((target, mutable)) => pointer(target.clone(), mutable),
        None => ty.clone(),
    }
}

/// A type as it is where there is no `for<'a>`, in a parameter of a function.
fn elided(ty: Type, bound: &[String]) -> Type {
    if bound.is_empty() {
        return ty;
    }
    syn::parse2(tokens::elide(ty.to_token_stream(), bound)).unwrap_or(ty)
}

/// A `*const T`, with parentheses around what has a `+` in it.
fn pointer(target: Type, mutable: bool) -> Type {
    let span = Span::call_site();
    let target = match shape::ended(target) {
        ty @ Type::TraitObject(_) => Type::Paren(TypeParen {
            attrs: Vec::new(),
            paren_token: token::Paren(span),
            elem: Box::new(ty),
        }),
        ty => ty,
    };
    Type::Ptr(TypePtr {
        attrs: Vec::new(),
        star_token: Token![*](span),
        mutability: if mutable {
            PointerMutability::Mut(Token![mut](span))
        } else {
            PointerMutability::Const(Token![const](span))
        },
        elem: Box::new(target),
    })
}

/// `::core::a::b`
fn core(names: &[&str]) -> Type {
    let span = Span::call_site();
    let names = ["core"].iter().chain(names);
    let segments: Punctuated<PathSegment, Token![::]> =
        names.map(|name| PathSegment::from(Ident::new(name, span))).collect();
    let path = Path { leading_colon: Some(Token![::](span)), segments };
    Type::Path(TypePath { attrs: Vec::new(), qself: None, path })
}

/// The prototype for the documentation.
fn text(abi: Option<&LitStr>, inputs: &[Parameter], output: Option<&Type>) -> String {
    // Of the parameters, the context alone has a name.
    let inputs = inputs.iter().map(|Parameter { name, ty }| match name {
        Some(name) => format!("{name}: *mut c_void"),
        None => shape::display(ty),
    });
    let inputs: Vec<_> = inputs.collect();
    let abi = abi.map_or_else(|| "system".to_owned(), LitStr::value);
    let output = output.map(|ty| format!(" -> {}", shape::display(ty))).unwrap_or_default();
    format!("extern \"{abi}\" fn({}){output}", inputs.join(", "))
}

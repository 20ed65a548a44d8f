//! The prototype that the short form implies: every type as C spells it, and the context last.

use proc_macro2::Ident;
use quote::{ToTokens, quote};
use syn::spanned::Spanned;
use syn::{LitStr, PointerMutability, Token, Type, TypeParen, TypePtr, parse_quote, parse2, token};

use super::slots;
use crate::errors::Errors;
use crate::model::{Closure, Keys, Parameter, Prototype, Role, display, tokens, ty};

/// Returns the closure's signature as C spells it, with the context if there is one.
pub(super) fn prototype(closure: &Closure, abi: Option<&LitStr>, keys: &Keys) -> Prototype {
    let span = closure.call.span();
    let bound = closure.bound_lifetimes();
    let mut inputs = Vec::new();
    let mut push = |ty: Type| inputs.push(Parameter { name: None, ty, role: Role::Alone });
    for ty in &closure.inputs {
        for ty in spelled(ty) {
            push(elided(ty, &bound));
        }
    }
    if !slots::are_asked_for(keys) && !closure.is_function() {
        let name = Some(Ident::new("context", span));
        let ty = parse_quote!(*mut ::core::ffi::c_void);
        inputs.push(Parameter { name, ty, role: Role::Context });
    }
    let output = closure.output.as_ref().map(|ty| {
        if ty::is_named(ty, "Ordering") {
            parse_quote!(::core::ffi::c_int)
        } else {
            elided(spelling(ty), &bound)
        }
    });
    Prototype {
        place: span,
        text: text(abi, &inputs, output.as_ref()),
        inputs,
        tuples: Vec::new(),
        variadic: None,
        output,
        is_short: true,
    }
}

/// Checks that the short form can find C's form of each of the closure's types.
pub(super) fn check(closure: &Closure, prototype: &Prototype, errors: &mut Errors) {
    if !prototype.is_short {
        return;
    }
    for ty in closure.types() {
        if ty::is_text(ty) {
            let shown = display(ty);
            let message = format!(
                "C has no `{shown}`\nhelp: take `&CStr` for a string that ends in a NUL, or `&[u8]`"
            );
            errors.report(ty, message);
        }
    }
}

/// Returns a parameter as C spells it. A slice becomes a pointer and a length.
pub(super) fn spelled(ty: &Type) -> Vec<Type> {
    match ty::slice(ty) {
        Some((element, mutability)) => {
            vec![pointer(element, mutability), parse_quote!(::core::primitive::usize)]
        }
        None => vec![spelling(ty)],
    }
}

/// Returns a type as C spells it. A reference becomes a pointer, and other types stay as they are.
fn spelling(ty: &Type) -> Type {
    match ty::reference(ty) {
        Some((target, _)) if ty::is_named(target, "CStr") => {
            parse_quote!(*const ::core::ffi::c_char)
        }
        Some((target, mutability)) => pointer(target, mutability),
        None => ty.clone(),
    }
}

/// Returns a type in the form that it has in a function's parameter, where no `for<'a>` declares lifetimes.
fn elided(ty: Type, bound: &[String]) -> Type {
    if bound.is_empty() {
        return ty;
    }
    let tokens = tokens::elide(&ty, bound);
    parse2(tokens.clone()).unwrap_or(Type::Verbatim(tokens))
}

/// Returns `*const target` or `*mut target`, with parentheses around a target that contains a `+`.
fn pointer(target: &Type, mutability: Option<Token![mut]>) -> Type {
    let target = match ty::without_plus(target.clone()) {
        object @ Type::TraitObject(_) => Type::Paren(TypeParen {
            attrs: Vec::new(),
            paren_token: token::Paren::default(),
            elem: Box::new(object),
        }),
        target => target,
    };
    let mutability = match mutability {
        Some(mutability) => PointerMutability::Mut(mutability),
        None => PointerMutability::Const(<Token![const]>::default()),
    };
    Type::Ptr(TypePtr {
        attrs: Vec::new(),
        // The compiler reports a private type at the span that begins here.
        star_token: Token![*](target.span()),
        mutability,
        elem: Box::new(target),
    })
}

/// Returns the prototype for the documentation.
fn text(abi: Option<&LitStr>, inputs: &[Parameter], output: Option<&Type>) -> String {
    let abi = abi.map_or(quote!("system"), ToTokens::to_token_stream);
    // Only the context has a name.
    let inputs = inputs.iter().map(|Parameter { name, ty, .. }| match name {
        Some(name) => quote!(#name: #ty),
        None => quote!(#ty),
    });
    let output = output.map(|ty| quote!(-> #ty));
    display(quote!(extern #abi fn(#(#inputs),*) #output))
}

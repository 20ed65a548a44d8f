//! The closure's type: `dyn FnMut(..) -> .. + Send`.

use quote::ToTokens;
use syn::{PathArguments, TraitBound, Type, TypeParamBound, TypeTraitObject};

use super::output;
use crate::errors::Errors;
use crate::model::Closure;
use crate::{shape, tokens};

const HELP: &str = "help: write `dyn FnMut(..) -> ..`, the closure as Rust sees it";

/// Takes the closure's type apart.
pub(super) fn closure(ty: Type, errors: &mut Errors) -> syn::Result<Closure> {
    let object = object(ty)?;
    let dyn_token = object.dyn_token;
    let mut call: Option<TraitBound> = None;
    let (mut send, mut sync) = (None, None);
    for bound in object.bounds {
        match bound {
            TypeParamBound::Trait(bound) if is_marker(&bound, "Send") => send = Some(bound.path),
            TypeParamBound::Trait(bound) if is_marker(&bound, "Sync") => sync = Some(bound.path),
            TypeParamBound::Trait(bound) if call.is_none() => call = Some(bound),
            TypeParamBound::Lifetime(lifetime) => errors.report(
                lifetime,
                "the closure's type has no lifetime of its own\n\
                 help: remove it: `scope` takes closures that borrow, the other methods do not",
            ),
            bound => errors.report(
                bound,
                "only `Send` and `Sync` can stand beside the closure's own trait\n\
                 help: remove the bound",
            ),
        }
    }
    let Some(call) = call else {
        let message = format!("expected the type of a closure\n{HELP}");
        return Err(syn::Error::new_spanned(dyn_token, message));
    };
    let mut closure = signature(call, errors)?;
    (closure.send, closure.sync) = (send, sync);
    Ok(closure)
}

/// The `dyn ..` type that the closure's type has to be.
fn object(ty: Type) -> syn::Result<TypeTraitObject> {
    let message = match &ty {
        Type::TraitObject(TypeTraitObject { dyn_token: Some(_), .. }) => None,
        Type::ImplTrait(ty) => {
            return Err(syn::Error::new_spanned(
                ty.impl_token,
                "the closure of a callback is named by its `dyn` type, not by `impl`\n\
                 help: write `dyn` in place of `impl`; no trait object is made of it",
            ));
        }
        Type::FnPtr(_) => Some(format!(
            "expected the type of a closure, found a function pointer\n{HELP}, and the prototype \
             as the attribute's argument"
        )),
        _ => Some(format!("expected the type of a closure\n{HELP}")),
    };
    match (ty, message) {
        (Type::Paren(paren), _) => object(*paren.elem),
        (Type::Group(group), _) => object(*group.elem),
        (Type::TraitObject(ty), None) => Ok(ty),
        (ty, message) => Err(syn::Error::new_spanned(ty, message.unwrap_or_default())),
    }
}

fn is_marker(bound: &TraitBound, name: &str) -> bool {
    let last = bound.path.segments.last();
    bound.maybe.is_none() && last.is_some_and(|last| last.ident == name && last.arguments.is_none())
}

/// Takes `for<'a> FnMut(A) -> R` apart.
fn signature(bound: TraitBound, errors: &mut Errors) -> syn::Result<Closure> {
    let Some(last) = bound.path.segments.last() else {
        return Err(syn::Error::new_spanned(bound, HELP));
    };
    let call = last.ident.clone();
    if call.to_string().starts_with("AsyncFn") {
        return Err(syn::Error::new_spanned(
            call,
            "a callback cannot be `async`: C waits for its result\n\
             help: write `FnMut`, and send what arrives to the task that awaits it",
        ));
    }
    if call != "Fn" && call != "FnMut" && call != "FnOnce" {
        let message = format!("the closure's trait is `Fn`, `FnMut` or `FnOnce`\n{HELP}");
        return Err(syn::Error::new_spanned(bound.path, message));
    }
    let PathArguments::Parenthesized(arguments) = last.arguments.clone() else {
        let message = format!("`{call}` has no signature\nhelp: write `dyn {call}(..) -> ..`");
        return Err(syn::Error::new_spanned(bound.path, message));
    };
    let closure = Closure {
        lifetimes: bound.lifetimes,
        call,
        send: None,
        sync: None,
        paren: arguments.paren_token,
        inputs: arguments.inputs.into_iter().map(|input| shape::ended(input.ty)).collect(),
        output: output(arguments.output),
    };
    for ty in closure.inputs.iter().chain(&closure.output) {
        refuse_unnamed(ty, errors);
    }
    if let Some(ty @ Type::Never(_)) = closure.output.as_ref().map(shape::bare) {
        errors.report(ty, "a callback returns to C\nhelp: write the type of what it returns");
    }
    Ok(closure)
}

fn refuse_unnamed(ty: &Type, errors: &mut Errors) {
    let Some(unnamed) = tokens::unnamed(&ty.to_token_stream()) else { return };
    if unnamed == "impl" {
        errors.report(
            unnamed,
            "a callback cannot take or return `impl Trait`: C knows one type\n\
             help: name the type, or make it a parameter of the alias",
        );
    } else {
        errors.report(
            &unnamed,
            format_args!("a callback cannot take or return `{unnamed}`\nhelp: write the type"),
        );
    }
}

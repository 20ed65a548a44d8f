//! The closure's type: `dyn FnMut(..) -> .. + Send`.

use proc_macro2::Ident;

use crate::errors::{Error, Errors, Result};
use crate::model::Closure;
use crate::syntax::{Bound, PathArguments, Shape, TraitBound, Type};
use crate::{shape, tokens};

const HELP: &str = "help: write `dyn FnMut(..) -> ..`, the closure as Rust sees it";

/// Takes the closure's type apart.
pub(super) fn closure(ty: Type, errors: &mut Errors) -> Result<Closure> {
    let (dyn_token, bounds) = object(ty)?;
    let mut call: Option<TraitBound> = None;
    let (mut send, mut sync) = (None, None);
    for Bound { tokens, trait_ } in bounds {
        match trait_ {
            Some(bound) if is_marker(&bound, "Send") => send = Some(bound.path),
            Some(bound) if is_marker(&bound, "Sync") => sync = Some(bound.path),
            Some(bound) if call.is_none() => call = Some(bound),
            None => errors.report(
                &tokens,
                "the closure's type has no lifetime of its own\n\
                 help: remove it: `scope` takes closures that borrow, the other methods do not",
            ),
            Some(_) => errors.report(
                &tokens,
                "only `Send` and `Sync` can stand beside the closure's own trait\n\
                 help: remove the bound",
            ),
        }
    }
    let Some(call) = call else {
        let message = format!("expected the type of a closure\n{HELP}");
        return Err(Error::new(dyn_token.span(), &message));
    };
    let mut closure = signature(call, errors)?;
    (closure.send, closure.sync) = (send, sync);
    Ok(closure)
}

/// The `dyn ..` type that the closure's type has to be.
fn object(ty: Type) -> Result<(Ident, Vec<Bound>)> {
    let message = match ty.shape {
        Shape::Paren(ty) => return object(*ty),
        Shape::Object(Some(dyn_token), bounds) => return Ok((dyn_token, bounds)),
        Shape::Impl(impl_token) => {
            return Err(Error::new(
                impl_token.span(),
                "the closure of a callback is named by its `dyn` type, not by `impl`\n\
                 help: write `dyn` in place of `impl`; no trait object is made of it",
            ));
        }
        Shape::Function => format!(
            "expected the type of a closure, found a function pointer\n{HELP}, and the prototype \
             as the attribute's argument"
        ),
        _ => format!("expected the type of a closure\n{HELP}"),
    };
    Err(Error::at(&ty.tokens, &message))
}

fn is_marker(bound: &TraitBound, name: &str) -> bool {
    let path = &bound.path;
    let has_arguments = bound.signature.is_some() || !matches!(path.arguments, PathArguments::None);
    !bound.maybe && !has_arguments && path.last == name
}

/// Takes `for<'a> FnMut(A) -> R` apart.
fn signature(bound: TraitBound, errors: &mut Errors) -> Result<Closure> {
    let call = bound.path.last;
    if call.to_string().starts_with("AsyncFn") {
        return Err(Error::new(
            call.span(),
            "a callback cannot be `async`: C waits for its result\n\
             help: write `FnMut`, and send what arrives to the task that awaits it",
        ));
    }
    if call != "Fn" && call != "FnMut" && call != "FnOnce" {
        let message = format!("the closure's trait is `Fn`, `FnMut` or `FnOnce`\n{HELP}");
        return Err(Error::at(&bound.path.tokens, &message));
    }
    let Some(signature) = bound.signature else {
        let message = format!("`{call}` has no signature\nhelp: write `dyn {call}(..) -> ..`");
        return Err(Error::at(&bound.path.tokens, &message));
    };
    let mut inputs = signature.inputs;
    for ty in &mut inputs {
        shape::end(ty);
    }
    let (lifetimes, paren, output) = (bound.lifetimes, signature.paren, signature.output);
    let closure = Closure { lifetimes, call, send: None, sync: None, paren, inputs, output };
    for ty in closure.types() {
        refuse_unnamed(ty, errors);
    }
    if let Some(ty @ Type { shape: Shape::Never, .. }) = closure.output.as_ref().map(shape::bare) {
        errors.report(ty, "a callback returns to C\nhelp: write the type of what it returns");
    }
    Ok(closure)
}

fn refuse_unnamed(ty: &Type, errors: &mut Errors) {
    let Some(unnamed) = tokens::unnamed(&ty.tokens) else { return };
    if unnamed == "impl" {
        errors.report(
            &unnamed,
            "a callback cannot take or return `impl Trait`: C knows one type\n\
             help: name the type, or make it a parameter of the alias",
        );
    } else {
        errors.report(
            &unnamed,
            &format!("a callback cannot take or return `{unnamed}`\nhelp: write the type"),
        );
    }
}

//! The closure's type: `dyn FnMut(..) -> .. + Send`.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use syn::{
    Error, PathArguments, PathSegment, Result, TraitBound, Type, TypeParamBound, TypeTraitObject,
};

use super::prototype::output;
use crate::errors::Errors;
use crate::model::{Closure, ClosureForm, display, tokens, ty};
use crate::names::is_one_of;
use crate::suggest::suggest;

const CALLS: [&str; 3] = ["Fn", "FnMut", "FnOnce"];
const HELP: &str = "help: write `dyn FnMut(..) -> ..`, the closure as Rust sees it";

/// Removes the names from `FnMut(item: i32)`. The compiler has reported them.
pub(super) fn without_names(item: TokenStream) -> TokenStream {
    let mut after_call = false;
    let of_token = |token| {
        let is_signature = std::mem::replace(
            &mut after_call,
            matches!(&token, TokenTree::Ident(name) if is_one_of(name, &CALLS)),
        );
        match token {
            TokenTree::Group(group)
                if is_signature && group.delimiter() == Delimiter::Parenthesis =>
            {
                let mut unnamed = Group::new(Delimiter::Parenthesis, without_name(group.stream()));
                unnamed.set_span(group.span());
                unnamed.into()
            }
            token => token,
        }
    };
    item.into_iter().map(of_token).collect()
}

fn without_name(parameters: TokenStream) -> TokenStream {
    let mut parameters: Vec<_> = parameters.into_iter().collect();
    let is =
        |token: Option<&TokenTree>, mark| token.is_some_and(|token| tokens::is_punct(token, mark));
    let mut at = 0;
    while at < parameters.len() {
        let is_first = at == 0 || is(parameters.get(at - 1), ',');
        let is_name = matches!(parameters[at], TokenTree::Ident(_));
        let is_path = is(parameters.get(at + 2), ':');
        if is_first && is_name && is(parameters.get(at + 1), ':') && !is_path {
            parameters.drain(at..at + 2);
        }
        at += 1;
    }
    parameters.into_iter().collect()
}

/// Splits the closure's type into its parts.
pub(super) fn closure(ty: Type, errors: &mut Errors) -> Result<Closure> {
    let TypeTraitObject { dyn_token, bounds, .. } = object(ty)?;
    let mut call = None;
    let (mut send, mut sync) = (None, None);
    for bound in bounds {
        match bound {
            TypeParamBound::Trait(bound) if is_marker(&bound, "Send") => send = Some(bound.path),
            TypeParamBound::Trait(bound) if is_marker(&bound, "Sync") => sync = Some(bound.path),
            TypeParamBound::Trait(bound) if call.is_none() => call = Some(bound),
            TypeParamBound::Lifetime(lifetime) => errors.report(
                lifetime,
                "the closure's type has no lifetime of its own\n\
                 help: remove it\n\
                 note: `scope` takes closures that borrow, the other methods do not",
            ),
            bound => {
                let help = match suggest(&display(&bound), &["Send", "Sync"]) {
                    Some(meant) => format!("help: did you mean `{meant}`?"),
                    None => "help: remove the bound".to_owned(),
                };
                let message = "only `Send` and `Sync` can be added to the closure's trait";
                errors.report(bound, format!("{message}\n{help}"));
            }
        }
    }
    let Some(call) = call else {
        let message = format!("expected the type of a closure\n{HELP}");
        return Err(Error::new_spanned(dyn_token, message));
    };
    let closure = signature(call, errors)?;
    Ok(Closure { send, sync, ..closure })
}

/// Returns the closure's type as the `dyn ..` that it has to be.
fn object(ty: Type) -> Result<TypeTraitObject> {
    let message = match &ty {
        Type::Paren(paren) => return object((*paren.elem).clone()),
        Type::Group(group) => return object((*group.elem).clone()),
        Type::TraitObject(object) if object.dyn_token.is_some() => return Ok(object.clone()),
        Type::ImplTrait(ty) => {
            return Err(Error::new(
                ty.impl_token.span,
                "the closure of a callback is named by its `dyn` type, not by `impl`\n\
                 help: write `dyn` in place of `impl`\n\
                 note: no trait object is made of it",
            ));
        }
        Type::FnPtr(_) => format!(
            "expected the type of a closure, found a function pointer\n{HELP}, and the prototype \
             as the attribute's argument"
        ),
        _ => format!("expected the type of a closure\n{HELP}"),
    };
    Err(Error::new_spanned(ty, message))
}

fn is_marker(bound: &TraitBound, name: &str) -> bool {
    bound.maybe.is_none() && ty::is_marker(&bound.path, name)
}

/// Splits `for<'a> FnMut(A) -> R` into its parts.
fn signature(
    TraitBound { lifetimes, path, .. }: TraitBound,
    errors: &mut Errors,
) -> Result<Closure> {
    let last = path.segments.last();
    if let Some(last) = last.filter(|last| last.ident.to_string().starts_with("AsyncFn")) {
        return Err(Error::new(
            last.ident.span(),
            "a callback cannot be `async`: C waits for its result\n\
             help: write `FnMut`, and send what arrives to the task that awaits it",
        ));
    }
    let is_call = |last: &&PathSegment| is_one_of(&last.ident, &CALLS);
    let Some(PathSegment { ident: call, arguments }) = last.filter(is_call).cloned() else {
        let message = format!("the closure's trait is `Fn`, `FnMut` or `FnOnce`\n{HELP}");
        return Err(Error::new_spanned(path, message));
    };
    let PathArguments::Parenthesized(signature) = arguments else {
        let message = format!("`{call}` has no signature\nhelp: write `dyn {call}(..) -> ..`");
        return Err(Error::new_spanned(path, message));
    };
    let closure = Closure {
        lifetimes,
        form: ClosureForm::Closure,
        call,
        send: None,
        sync: None,
        paren: signature.paren_token.span.join(),
        inputs: signature.inputs.into_iter().map(|input| ty::without_plus(input.ty)).collect(),
        output: output(signature.output),
    };
    for ty in closure.types() {
        refuse_unnamed(ty, "alias", errors);
    }
    Ok(closure)
}

/// Refuses a type that has no name. `item` is what the attribute is on.
pub(super) fn refuse_unnamed(ty: &Type, item: &str, errors: &mut Errors) {
    let Some(unnamed) = tokens::unnamed(ty) else { return };
    if unnamed == "impl" {
        let message = format!(
            "a callback cannot take or return `impl Trait`: C knows one type\n\
             help: name the type, or make it a parameter of the {item}"
        );
        errors.report(&unnamed, message);
    } else {
        let message = format!("a callback cannot take or return `{unnamed}`\nhelp: write the type");
        errors.report(&unnamed, message);
    }
}

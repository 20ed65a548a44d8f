//! The closure's signature against the prototype's, its kind, and the parameters of the alias.

use proc_macro2::TokenTree;

use super::prototype::MOST_PARAMETERS;
use crate::display::display;
use crate::errors::{Errors, list};
use crate::model::{Closure, Context, Item, Kind, Passed, Prototype};
use crate::names::plain;
use crate::syntax::{Generic, Type, Value};
use crate::tokens::Tokens;
use crate::{shape, tokens};

/// Checks that each parameter of the alias is used, and each lifetime is declared or can be found; the
/// latter is the result.
pub(super) fn check_generics(
    item: &Item,
    closure: &Closure,
    prototype: Option<&Prototype>,
    errors: &mut Errors,
) -> bool {
    let mut taken = Tokens::default();
    for ty in closure.types() {
        taken.append(&ty.tokens);
    }
    let mut signature = taken.clone();
    if let Some(prototype) = prototype {
        for ty in prototype.types() {
            signature.append(&ty.tokens);
        }
    }
    let mut declared = closure.bound_lifetimes().to_vec();
    declared.push("static".to_owned());
    declared.push("_".to_owned());
    for parameter in &item.generics.parameters {
        let name = parameter.name.to_string();
        // A prototype that could not be read may mention it.
        if prototype.is_some() && !tokens::mention(&signature, &name) {
            let shown = display(&parameter.named);
            let message = format!(
                "no parameter or result of the callback mentions `{shown}`, so it cannot be \
                 inferred\nhelp: remove `{shown}`"
            );
            errors.report(&parameter.in_full(), &message);
        }
        declared.push(name);
    }
    let undeclared = tokens::undeclared(&taken, &declared);
    if let Some(lifetime) = &undeclared {
        let shown = display(lifetime);
        let message = format!(
            "the lifetime `{shown}` is not declared\n\
             help: write `dyn for<{shown}> {}(..)` if each call has its own, or make it a \
             parameter of `{}`",
            closure.call, item.name,
        );
        errors.report(lifetime, &message);
    }
    undeclared.is_none() && check_borrowed(closure, errors)
}

/// Checks that a reference that the closure returns can be borrowed from something.
fn check_borrowed(closure: &Closure, errors: &mut Errors) -> bool {
    let Some(output) = &closure.output else { return true };
    if !shape::is_elided(output) || !closure.inputs.iter().all(shape::borrows_nothing) {
        return true;
    }
    let message = "the closure returns a reference, and takes nothing that it can be borrowed from\n\
                   help: write `&'static`, or return a pointer";
    errors.report(output, message);
    false
}

/// Reads the row of the contract table.
pub(super) fn check_kind(closure: &Closure, errors: &mut Errors) -> Option<Kind> {
    let call = closure.call.to_string();
    match (call.as_str(), &closure.send, &closure.sync) {
        ("FnMut", None, None) => Some(Kind::FnMut),
        ("FnMut", Some(_), None) => Some(Kind::FnMutSend),
        ("Fn", None, None) => Some(Kind::Fn),
        ("Fn", Some(_), Some(_)) => Some(Kind::FnSendSync),
        ("FnOnce", None, None) => Some(Kind::FnOnce),
        ("FnOnce", Some(_), None) => Some(Kind::FnOnceSend),
        ("Fn", Some(send), None) => {
            errors.report(
                &send.tokens,
                "`dyn Fn(..) + Send` does not say whether calls overlap\n\
                 help: add `+ Sync` if C calls from several threads at once, or write \
                 `dyn FnMut(..) + Send` if it calls from one at a time",
            );
            None
        }
        ("Fn", None, Some(sync)) => {
            errors.report(
                &sync.tokens,
                "a closure that is called from other threads is also `Send`\n\
                 help: write `dyn Fn(..) + Send + Sync`",
            );
            None
        }
        (_, _, Some(sync)) => {
            errors.report(
                &sync.tokens,
                &format!(
                    "`Sync` means calls at once, which a `{call}` cannot have\n\
                     help: remove `Sync`, or write `dyn Fn(..) + Send + Sync`"
                ),
            );
            None
        }
        _ => None,
    }
}

/// Pairs the closure's parameters with the prototype's.
pub(super) fn check_arity(
    closure: &Closure,
    prototype: &Prototype,
    context: &Context,
    errors: &mut Errors,
) -> Option<Vec<Passed>> {
    let mut places = Vec::new();
    for at in 0..prototype.inputs.len() {
        if !matches!(*context, Context::Parameter(context) if context == at) {
            places.push(at);
        }
    }
    let taken = closure.inputs.len();
    if places.len() == taken || places.len() == taken + slices(closure) {
        return Some(pair(&places, closure));
    }
    if prototype.inputs.len() <= MOST_PARAMETERS {
        report_arity(closure, prototype, &places, context, errors);
    }
    None
}

/// How many of the closure's parameters are slices.
fn slices(closure: &Closure) -> usize {
    let mut slices = 0;
    for ty in &closure.inputs {
        slices += usize::from(shape::slice(ty).is_some());
    }
    slices
}

/// Pairs each parameter of the closure with C's; each slice, where there are enough, with the two that
/// are its pointer and its length.
fn pair(places: &[usize], closure: &Closure) -> Vec<Passed> {
    let mut rest = places;
    let mut passed = Vec::new();
    let twice = places.len() > closure.inputs.len();
    for ty in &closure.inputs {
        match *rest {
            [first, second, ..] if twice && shape::slice(ty).is_some() => {
                passed.push(Passed::Slice(first, second));
                rest = &rest[2..];
            }
            [at, ..] => {
                passed.push(Passed::One(at));
                rest = &rest[1..];
            }
            [] => {}
        }
    }
    passed
}

/// Checks that what is converted does not depend on a type parameter, except behind a reference.
///
/// A type that stands for a parameter can borrow for as long as it likes, and what C passes is gone after
/// the call: the closure would keep a `&'static` to it. The lifetime of a reference that is written as one
/// is each call's own.
pub(super) fn check_conversions(
    item: &Item,
    closure: &Closure,
    prototype: &Prototype,
    passed: &[Passed],
    errors: &mut Errors,
) {
    for (&passed, ty) in passed.iter().zip(&closure.inputs) {
        let Passed::One(at) = passed else { continue };
        if shape::is_pointer(ty)
            || shape::reference(ty).is_some()
            || passed.is(&tokens::elide(&ty.tokens, closure.bound_lifetimes()), &prototype.inputs)
        {
            continue;
        }
        let Some(name) = type_parameter(item, ty) else { continue };
        let raw = display(&prototype.inputs[at].ty.tokens);
        errors.report(
            ty,
            &format!(
                "a type that depends on the type parameter `{name}` cannot be converted from `{raw}`\n\
                 note: `{name}` may be a reference that the closure keeps, and what C passes is gone \
                 after the call\n\
                 help: take `{raw}`, as C passes it"
            ),
        );
    }
}

/// The first type parameter of the alias that a type may depend on.
fn type_parameter(item: &Item, ty: &Type) -> Option<String> {
    for parameter in &item.generics.parameters {
        let name = plain(&parameter.name);
        if parameter.kind == Generic::Type && tokens::may_depend_on(&ty.tokens, &name) {
            return Some(name);
        }
    }
    None
}

fn report_arity(
    closure: &Closure,
    prototype: &Prototype,
    places: &[usize],
    context: &Context,
    errors: &mut Errors,
) {
    let taken = closure.inputs.len();
    let plural = if taken == 1 { "" } else { "s" };
    let (besides, help) = match context {
        Context::Parameter(_) => (" besides `context`", String::new()),
        Context::Expression(value) => ("", help_to_name(value, prototype)),
        Context::Slots(_) => ("", String::new()),
    };
    let mut types = Vec::new();
    for &at in places {
        types.push(display(&prototype.inputs[at].ty.tokens));
    }
    let note = match list(&types).as_str() {
        "" => "the prototype passes nothing else".to_owned(),
        types => format!("the prototype passes {types}"),
    };
    let slice_note = if slices(closure) > 0 {
        "\nnote: a slice takes two parameters, a pointer and a length"
    } else {
        ""
    };
    let message = format!(
        "the closure takes {taken} parameter{plural}, the prototype passes {}{besides}\n\
         note: {note}{slice_note}{help}",
        places.len(),
    );
    match closure.inputs.get(places.len()) {
        Some(surplus) => errors.report(surplus, &message),
        None => errors.report_at(closure.paren, &message),
    }
}

/// Where `context =` is no more than the name of a parameter, that one may be meant to be the context.
fn help_to_name(value: &Value, prototype: &Prototype) -> String {
    let Some(TokenTree::Ident(name)) = value.tokens.single() else { return String::new() };
    if !prototype.inputs.iter().any(|input| input.name.as_ref() == Some(name)) {
        return String::new();
    }
    format!(
        "\nhelp: if `{name}` is the user data alone, name it `context` in the prototype, without the \
         key"
    )
}

//! The closure's kind, and its signature against the prototype's.

use super::prototype::MOST_PARAMETERS;
use crate::errors::{Errors, list};
use crate::model::{Closure, Context, Kind, Passed, Prototype, Value, display, ty};

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
                send,
                "`dyn Fn(..) + Send` does not say whether calls overlap\n\
                 help: add `+ Sync` if C calls from several threads at once, or write \
                 `dyn FnMut(..) + Send` if it calls from one at a time",
            );
            None
        }
        ("Fn", None, Some(sync)) => {
            errors.report(
                sync,
                "a closure that is called from other threads is also `Send`\n\
                 help: write `dyn Fn(..) + Send + Sync`",
            );
            None
        }
        (_, _, Some(sync)) => {
            errors.report(
                sync,
                format!(
                    "`Sync` means simultaneous calls, which a `{call}` does not allow\n\
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
    let is_context = |at| matches!(*context, Context::Parameter(context) if context == at);
    let places: Vec<_> = (0..prototype.inputs.len()).filter(|&at| !is_context(at)).collect();
    let taken = closure.inputs.len();
    if places.len() == taken || places.len() == taken + slices(closure) {
        return Some(pair(&places, closure));
    }
    if prototype.inputs.len() <= MOST_PARAMETERS {
        report_arity(closure, prototype, &places, context, errors);
    }
    None
}

/// Returns how many of the closure's parameters are slices.
fn slices(closure: &Closure) -> usize {
    closure.inputs.iter().filter(|ty| ty::slice(ty).is_some()).count()
}

/// Pairs each parameter of the closure with C's; each slice, where there are enough, with the two that
/// are its pointer and its length.
fn pair(places: &[usize], closure: &Closure) -> Vec<Passed> {
    let mut rest = places;
    let mut passed = Vec::new();
    let twice = places.len() > closure.inputs.len();
    for ty in &closure.inputs {
        match *rest {
            [first, second, ..] if twice && ty::slice(ty).is_some() => {
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
    let types: Vec<_> = places.iter().map(|&at| display(&prototype.inputs[at].ty)).collect();
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
        Some(surplus) => errors.report(surplus, message),
        None => errors.report_at(closure.paren, message),
    }
}

/// Returns help for a `context =` that is just the name of a parameter: it may be the user data.
fn help_to_name(value: &Value, prototype: &Prototype) -> String {
    let Some(name) = value.name() else { return String::new() };
    if !prototype.inputs.iter().any(|input| input.name.as_ref() == Some(&name)) {
        return String::new();
    }
    format!(
        "\nhelp: if `{name}` is the user data alone, name it `context` in the prototype, without the \
         key"
    )
}

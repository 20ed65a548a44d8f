//! The key `fallback`: what C gets if the closure returns no value.

use syn::Type;

use crate::errors::Errors;
use crate::model::{Closure, Fallback, Keys, Prototype, Value, display, ty};

/// Checks that C gets a value in every case, or expects none.
pub(super) fn check_fallback(
    closure: &Closure,
    prototype: &Prototype,
    keys: &Keys,
    errors: &mut Errors,
) -> Fallback {
    let given = keys.fallback.as_ref();
    let fallback = match given {
        None => Fallback::Constant(None),
        Some((_, value)) => read(value, prototype),
    };
    let calls_abort = |value: &Value| value.tokens.to_string().replace(' ', "") == "abort()";
    if let Some((_, value)) = given.filter(|(_, value)| calls_abort(value)) {
        let message = "`abort` takes no parentheses here\nhelp: write `fallback = abort`";
        errors.report(value, message);
    }
    match (never(closure.output.as_ref()), never(prototype.output.as_ref())) {
        (None, None) => check_value(closure, prototype, keys, errors),
        (Some(ty), None) => {
            let message = "the result is `!`, but the prototype returns to C\n\
                           help: write `-> !` in the prototype, too, or the type that C expects";
            errors.report(ty, message);
        }
        (None, Some(_)) => {
            let message = format!(
                "the prototype says that this callback never returns\nhelp: write `-> !` for the {}, too",
                closure.noun()
            );
            match &closure.output {
                Some(output) => errors.report(output, message),
                None => errors.report(&closure.call, message),
            }
        }
        (Some(_), Some(ty)) => match (&fallback, given) {
            (Fallback::Abort, _) => {}
            (_, Some((_, value))) => errors.report(
                value,
                "there is no value for C where it expects that the callback never returns\n\
                 help: write `fallback = abort`",
            ),
            (_, None) if keys.unread => {}
            (_, None) => errors.report(
                ty,
                "a callback that never returns to C ends the process where it cannot run\n\
                 help: add `fallback = abort`",
            ),
        },
    }
    fallback
}

/// Reads the value of the key: a word, an expression over the prototype's parameters, or a constant.
fn read(value: &Value, prototype: &Prototype) -> Fallback {
    if value.name().is_some_and(|name| name == "abort") {
        return Fallback::Abort;
    }
    if prototype.names().iter().any(|name| value.mentions(name)) {
        return Fallback::Expression(value.clone());
    }
    Fallback::Constant(Some(value.clone()))
}

fn never(ty: Option<&Type>) -> Option<&Type> {
    ty.filter(|ty| matches!(ty::bare(ty), Type::Never(_)))
}

fn check_value(closure: &Closure, prototype: &Prototype, keys: &Keys, errors: &mut Errors) {
    // In the short form, C gets what the closure returns, however C spells the type.
    let returns = if prototype.is_short { &closure.output } else { &prototype.output };
    match (returns, &keys.fallback) {
        (None, Some((key, value))) if value.literal().is_some() => errors.report(
            key,
            "C expects no value from this callback, so there is no fallback\n\
             help: remove `fallback`, or let the prototype return something",
        ),
        (Some(ty), None) if ty::is_nameable(ty) && !keys.unread => {
            let (shown, noun) = (display(ty), closure.noun());
            errors.report(
                ty,
                format!(
                    "a callback that returns `{shown}` must say what C gets when the {noun} gives no \
                     value\nhelp: add `fallback = <value>`"
                ),
            );
        }
        _ => {}
    }
}

//! The closure's result, and the keys that it requires.

use proc_macro2::Ident;
use syn::Type;

use crate::errors::{Errors, list};
use crate::model::{Closure, Keys, Outcome, Prototype, Value, display, tokens, ty};

/// Pairs the closure's result with the keys that it requires.
pub(super) fn check_outcome(
    closure: &Closure,
    prototype: &Prototype,
    keys: &Keys,
    errors: &mut Errors,
) -> Option<Outcome> {
    let output = closure.output.as_ref();
    let flow = output.filter(|ty| ty::is_named(ty, "ControlFlow"));
    let result = output.filter(|ty| ty::is_named(ty, "Result"));
    if check_keys(closure, flow, result, keys, errors).is_err() {
        return None;
    }
    check_values(prototype, keys, errors);
    let Some(output) = flow.or(result) else { return Some(Outcome::Plain) };
    let shape = if flow.is_some() { "ControlFlow" } else { "Result" };
    if prototype.is_short {
        let noun = closure.noun();
        let help = if closure.is_method() {
            "write the prototype, `#[callback(fn(.., context: *mut c_void) -> ..)]`, on the method"
        } else if closure.is_function() {
            "write the prototype, `extern \"C\" fn(..) -> ..`"
        } else {
            "write the prototype, `extern \"C\" fn(.., context: *mut c_void) -> ..`"
        };
        errors.report(
            output,
            format!(
                "the short form does not show what C expects from a {noun} that returns `{shape}`\n\
                 help: {help}"
            ),
        );
        return None;
    }
    if let Some((stop, go_on)) = ty::flow(output).filter(|(_, go_on)| !ty::is_unit(go_on)) {
        let shown = display(stop);
        let message = format!(
            "a `Continue` has no value, since C gets that of the key `continue`\n\
             help: write `ControlFlow<{shown}>`"
        );
        errors.report(go_on, message);
        return None;
    }
    if let Some(borrowed) = tokens::borrowed(output, &closure.bound_lifetimes()) {
        let lender =
            if closure.is_method() { "an argument or from the handler" } else { "an argument" };
        errors.report(
            &borrowed,
            format!(
                "the value in a `{shape}` outlives the call, so it cannot borrow from {lender}\n\
                 help: return an owned value, or name a lifetime of the {}",
                closure.item()
            ),
        );
        return None;
    }
    if prototype.output.is_some() && !keys.unread {
        check_missing(output, shape, keys, errors);
    }
    let value = |key: &Option<(Ident, Value)>| key.as_ref().map(|(_, value)| value.clone());
    Some(if flow.is_some() {
        Outcome::ControlFlow { go_on: value(&keys.go_on), stop: value(&keys.stop) }
    } else {
        Outcome::Result { ok: value(&keys.ok), err: value(&keys.err) }
    })
}

/// Refuses keys that belong to another result.
fn check_keys(
    closure: &Closure,
    flow: Option<&Type>,
    result: Option<&Type>,
    keys: &Keys,
    errors: &mut Errors,
) -> Result<(), ()> {
    let Keys { go_on, stop, ok, err, .. } = keys;
    let noun = closure.noun();
    let flow_key = first(go_on.as_ref(), stop.as_ref());
    let result_key = first(ok.as_ref(), err.as_ref());
    let (key, shape) = match (flow_key, result_key) {
        (Some(flow), Some(result)) => {
            let message = format!(
                "`{result}` cannot be used together with `{flow}`\n\
                 help: write `continue` and `break` if the {noun} returns `ControlFlow<B>`, or `ok` and `err` \
                 if it returns `Result<T, E>`"
            );
            errors.report(result, message);
            return Err(());
        }
        (Some(key), None) if flow.is_none() => (key, "ControlFlow<B>"),
        (None, Some(key)) if result.is_none() => (key, "Result<T, E>"),
        _ => return Ok(()),
    };
    let given = [go_on, stop, ok, err].into_iter().flatten().map(|(key, _)| key.to_string());
    let given = list(&given.collect::<Vec<_>>());
    let note = match &closure.output {
        Some(output) if ty::may_be_alias(output) => {
            let shown = display(output);
            format!("\nnote: it is recognized by this name, not through an alias such as `{shown}`")
        }
        _ => String::new(),
    };
    errors.report(
        key,
        format!(
            "`{key}` can only be used with a {noun} that returns `{shape}`\n\
             help: remove {given}, or return `{shape}`{note}"
        ),
    );
    Err(())
}

/// Checks that the value of a key is a constant or a closure of one parameter, and does not mention a
/// parameter of the prototype.
fn check_values(prototype: &Prototype, keys: &Keys, errors: &mut Errors) {
    let names = prototype.names();
    let Keys { go_on, stop, ok, err, .. } = keys;
    for (given, parameter) in [(go_on, "()"), (stop, "value"), (ok, "value"), (err, "error")] {
        let Some((key, value)) = given else { continue };
        if let Some(name) = value.name().filter(|name| names.contains(&name)) {
            let message = format!(
                "`{key}` is a constant here, and `{name}` is a parameter\n\
                 help: write a closure, `|_| {name}`"
            );
            errors.report(value, message);
        }
        let taken = match value.closure_parameters() {
            None | Some(1) => continue,
            Some(0) => "no parameter".to_owned(),
            Some(taken) => format!("{taken} parameters"),
        };
        errors.report(
            value,
            format!(
                "the closure of `{key}` takes {taken}, and gets one\nhelp: write `{key} = |{parameter}| ..`\n\
                 note: it can name the parameters of the prototype without taking them"
            ),
        );
    }
}

/// Returns the first of two keys that the declaration has.
fn first<'a>(
    one: Option<&'a (Ident, Value)>,
    other: Option<&'a (Ident, Value)>,
) -> Option<&'a Ident> {
    match (one, other) {
        (Some((key, _)), _) | (None, Some((key, _))) => Some(key),
        (None, None) => None,
    }
}

fn check_missing(output: &Type, shape: &str, keys: &Keys, errors: &mut Errors) {
    let needed = if shape == "ControlFlow" {
        [("continue", keys.go_on.is_none()), ("break", keys.stop.is_none())]
    } else {
        // Any other `T` may implement `IntoC`.
        let ok = keys.ok.is_none() && ty::is_unit_result(output);
        [("ok", ok), ("err", keys.err.is_none())]
    };
    let (mut names, mut keys) = (Vec::new(), Vec::new());
    for (name, is_missing) in needed {
        if is_missing {
            names.push(name);
            keys.push(format!("{name} = <value>"));
        }
    }
    if names.is_empty() {
        return;
    }
    let (names, keys) = (list(&names), list(&keys));
    errors.report(
        output,
        format!(
            "a callback that returns `{shape}` must give C's value for {names}\nhelp: add {keys}"
        ),
    );
}

//! The keys that the methods of a trait share.

use proc_macro2::Ident;
use syn::Type;

use super::super::destroy::check_destroyed;
use crate::errors::Errors;
use crate::model::{Form, Keys, Method, Source, Value, ty};

/// Refuses keys that a trait cannot have.
pub(super) fn check_shared_keys(keys: &Keys, errors: &mut Errors) {
    if let Some((key, _)) = &keys.slots {
        errors.report(
            key,
            "`slots` can only be used with a closure, not with a trait\nhelp: remove `slots`",
        );
    }
    if let Some((key, _)) = &keys.matches {
        let message = "`matches` names the typedef of one function\nhelp: write it on a method";
        errors.report(key, message);
    }
    refuse_no_context(keys, errors);
    check_destroyed(keys, errors);
}

fn refuse_no_context(keys: &Keys, errors: &mut Errors) {
    if let Some((_, Source::Nowhere(none))) = &keys.context {
        errors.report(
            none,
            "the functions of a trait find their handler in the user data\n\
             help: remove the key, or declare a closure for each function: `type Name = dyn FnMut(..)`",
        );
    }
}

/// Reads the key `references`. Returns whether references to handlers are handlers.
pub(super) fn check_references(keys: &Keys, errors: &mut Errors) -> bool {
    let Some((_, value)) = &keys.references else { return true };
    if value.name().is_none_or(|name| name != "none") {
        errors.report(
            value,
            "`references` can only be `none`: the macro then implements the trait for no references\n\
             help: write `references = none`, or remove the key",
        );
    }
    false
}

/// Adds the keys of the trait that fit to a method's own.
pub(super) fn merge(
    mut own: Keys,
    shared: &Keys,
    method: &Method,
    form: &Form,
    errors: &mut Errors,
) -> Keys {
    let of_trait = [
        own.base.as_ref().map(|(key, _)| key),
        own.destroy.as_ref().map(|(key, _)| key),
        own.destroyed.as_ref().map(|(key, _)| key),
        own.krate.as_ref().map(|(key, _)| key),
        own.references.as_ref().map(|(key, _)| key),
    ];
    for key in of_trait.into_iter().flatten() {
        let message = format!(
            "`{key}` can only be used on the trait\nhelp: write it in the attribute of the trait"
        );
        errors.report(key, message);
    }
    if let Some((key, _)) = &own.slots {
        let message =
            "`slots` can only be used with a closure, not with a method\nhelp: remove `slots`";
        errors.report(key, message);
    }
    refuse_no_context(&own, errors);
    if matches!(own.context, Some((_, Source::Nowhere(_)))) {
        own.context = None;
        own.unread = true;
    }
    let output = method.closure.output.as_ref();
    let is_flow = output.is_some_and(|ty| ty::is_named(ty, "ControlFlow"));
    let is_result = output.is_some_and(|ty| ty::is_named(ty, "Result"));
    let is_unit = output.is_some_and(ty::is_unit_result);
    let returned = match form {
        Form::Full(prototype) => prototype.output.as_ref(),
        Form::Short | Form::Unread => output,
    };
    let is_never = returned.is_some_and(|ty| matches!(ty::bare(ty), Type::Never(_)));
    let returns = returned.is_some() && !is_never;
    let share = |own: &mut Option<(Ident, Value)>, shared: &Option<(Ident, Value)>, fits: bool| {
        if own.is_none() && fits {
            own.clone_from(shared);
        }
    };
    let is_closure =
        |key: &Option<(Ident, Value)>| key.as_ref().is_some_and(|(_, value)| value.is_closure());
    let is_abort = shared
        .fallback
        .as_ref()
        .is_some_and(|(_, value)| value.name().is_some_and(|name| name == "abort"));
    share(&mut own.go_on, &shared.go_on, is_flow && returns);
    share(&mut own.stop, &shared.stop, is_flow && returns);
    // A constant would replace a value for C.
    let fits_ok = is_result && returns && (is_unit || is_closure(&shared.ok));
    share(&mut own.ok, &shared.ok, fits_ok);
    share(&mut own.err, &shared.err, is_result && returns);
    share(&mut own.fallback, &shared.fallback, returns || is_abort);
    if let (None, Some((key, Source::Expression(value))), Form::Full(prototype)) =
        (&own.context, &shared.context, form)
    {
        let is_user_data =
            |name: &&Ident| *name == "context" || shared.base.is_some() && *name == "base";
        if !prototype.names().iter().any(is_user_data) {
            own.context = Some((key.clone(), Source::Expression(value.clone())));
        }
    }
    own.unread |= shared.unread;
    own
}

//! The destroy function, if the declaration describes it.

use proc_macro2::Ident;
use syn::Type;

use super::abi::check_abi;
use super::prototype::{check_prototype, named_context};
use crate::errors::Errors;
use crate::model::{Context, Destroy, DestroyFunction, Keys, Prototype, Role, display, ty};

/// Checks the keys `destroy` and `destroyed`, and returns where the destroy function finds its context.
/// Returns `None` if there is no destroy function, or after reporting that its context cannot be found.
pub(super) fn check_destroy(
    keys: &Keys,
    prototype: &Prototype,
    context: &Context,
    errors: &mut Errors,
) -> Option<Context> {
    let Some((key, function)) = &keys.destroy else {
        check_destroyed(keys, errors);
        return None;
    };
    check_abi(Some(&function.abi), errors);
    check_prototype(&function.prototype, "closure", errors);
    check_result(&function.prototype, key, keys, errors);
    find_context(key, function, prototype, context, errors)
}

/// Checks that `destroyed` is used only together with `destroy`.
pub(super) fn check_destroyed(keys: &Keys, errors: &mut Errors) {
    if let (Some((key, _)), None, false) = (&keys.destroyed, &keys.destroy, keys.unread) {
        let message = "`destroyed` can only be used with `destroy`\n\
                       help: add `destroy = extern \"C\" fn(context: *mut c_void) -> ..`";
        errors.report(key, message);
    }
}

/// Takes the destroy function from the keys.
pub(super) fn destroy(keys: &mut Keys, context: Option<Context>) -> Option<Destroy> {
    let (context, (_, mut function)) = (context?, keys.destroy.take()?);
    for input in &mut function.prototype.inputs {
        if input.role != Role::Context {
            input.role = Role::Ignored;
        }
    }
    if let Context::Expression(value) = &context {
        function.prototype.mark_mentioned(&[value]);
    }
    let destroyed = keys.destroyed.take().map(|(_, value)| value);
    Some(Destroy { function: *function, context, destroyed })
}

fn check_result(prototype: &Prototype, key: &Ident, keys: &Keys, errors: &mut Errors) {
    match (&prototype.output, &keys.destroyed) {
        (Some(ty @ Type::Never(_)), _) => {
            let message = "a destroy function returns to C\nhelp: write what C expects";
            errors.report(ty, message);
        }
        (Some(ty), None) if ty::is_nameable(ty) && !keys.unread => {
            let shown = display(ty);
            errors.report(
                ty,
                format!(
                    "a destroy function that returns `{shown}` must say what C gets\n\
                     help: add `destroyed = <value>`"
                ),
            );
        }
        (None, Some((destroyed, _))) => errors.report(
            destroyed,
            format!(
                "C expects no value from the function of `{key}`\n\
                 help: remove `destroyed`, or let the destroy function return something"
            ),
        ),
        _ => {}
    }
}

/// Finds the user data as the callback does: in a parameter named `context`, or by the same expression.
fn find_context(
    key: &Ident,
    function: &DestroyFunction,
    callback: &Prototype,
    context: &Context,
    errors: &mut Errors,
) -> Option<Context> {
    let prototype = &function.prototype;
    if let Context::Slots(_) = context {
        let message = "an API without user data has no destroy function\n\
                       help: remove `destroy`; the owner of a slot drops the closure";
        errors.report(key, message);
        return None;
    }
    if let Some(at) = named_context(prototype, errors).ok()? {
        return Some(Context::Parameter(at));
    }
    let Context::Expression(value) = context else {
        errors.report_at(
            prototype.place,
            "no parameter of the destroy function is named `context`\n\
             help: name the user-data parameter `context`",
        );
        return None;
    };
    let names = prototype.names();
    let is_missing = |name: &&Ident| value.mentions(name) && !names.contains(name);
    if let Some(missing) = callback.names().into_iter().find(is_missing) {
        errors.report_at(
            prototype.place,
            format!(
                "no parameter of the destroy function is named `{missing}`, which `context` mentions\n\
                 help: name the parameter that is the same `{missing}`, or the user data `context`"
            ),
        );
        return None;
    }
    Some(Context::Expression(value.clone()))
}

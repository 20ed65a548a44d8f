//! The parameters of the alias: each is used, and none lets a closure keep what C passed.

use quote::quote;
use syn::{GenericParam, Type};

use crate::errors::Errors;
use crate::model::{Closure, Item, Passed, Prototype, display, parameter_name, tokens, ty};
use crate::names::plain;

/// Checks that each parameter of the alias is used and that each lifetime is declared or can be inferred.
/// Returns whether the lifetimes are right.
pub(super) fn check_generics(
    item: &Item,
    closure: &Closure,
    prototype: Option<&Prototype>,
    errors: &mut Errors,
) -> bool {
    let taken = closure.types();
    let taken = quote!(#(#taken)*);
    let passed = prototype.map(Prototype::types).unwrap_or_default();
    let signature = quote!(#taken #(#passed)*);
    let mut declared = closure.bound_lifetimes();
    declared.extend(["static".to_owned(), "_".to_owned()]);
    for parameter in &item.generics.params {
        let name = parameter_name(parameter).to_string();
        // A prototype that could not be read may mention the parameter.
        if prototype.is_some() && !tokens::mention(&signature, &name) {
            let shown = shown(parameter);
            let message = format!(
                "no parameter or result of the callback mentions `{shown}`, so it cannot be \
                 inferred\nhelp: remove `{shown}`"
            );
            errors.report(parameter, message);
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
        errors.report(lifetime, message);
    }
    undeclared.is_none() && check_borrowed(closure, errors)
}

/// Returns the name of a parameter, a lifetime with its `'`.
fn shown(parameter: &GenericParam) -> String {
    match parameter {
        GenericParam::Lifetime(parameter) => parameter.lifetime.to_string(),
        _ => parameter_name(parameter).to_string(),
    }
}

/// Checks that a reference that the closure returns can be borrowed from something.
fn check_borrowed(closure: &Closure, errors: &mut Errors) -> bool {
    let Some(output) = &closure.output else { return true };
    if !ty::is_elided(output) || !closure.inputs.iter().all(ty::borrows_nothing) {
        return true;
    }
    let shown = ty::with_static(output);
    let message = format!(
        "the closure returns a reference, but takes nothing that it can borrow from\n\
         help: write `{shown}`, or return a pointer"
    );
    errors.report(output, message);
    false
}

/// Checks that no converted parameter depends on a type parameter, except through a reference.
///
/// A type parameter can be a `&'static T`, which the closure may keep, but what C passes is valid only during
/// the call. If the declaration spells out the reference, each call chooses its lifetime.
pub(super) fn check_conversions(
    item: &Item,
    closure: &Closure,
    prototype: &Prototype,
    passed: &[Passed],
    errors: &mut Errors,
) {
    let bound = closure.bound_lifetimes();
    for (passed, ty) in passed.iter().zip(&closure.inputs) {
        if ty::is_raw(ty)
            || ty::reference(ty).is_some()
            || passed.is(&tokens::elide(ty, &bound), &prototype.inputs)
        {
            continue;
        }
        let Some(name) = type_parameter(item, ty) else { continue };
        let raw = display(passed.raw(&prototype.inputs));
        errors.report(
            ty,
            format!(
                "a type that depends on the type parameter `{name}` cannot be converted from `{raw}`\n\
                 note: `{name}` may be a reference that the {} keeps, but what C passes is valid \
                 only during the call\n\
                 help: take `{raw}`, as C passes it",
                closure.noun()
            ),
        );
    }
}

/// Returns the first type parameter of the alias that a type may depend on.
fn type_parameter(item: &Item, ty: &Type) -> Option<String> {
    let mut names = item.generics.type_params().map(|parameter| plain(&parameter.ident));
    names.find(|name| tokens::may_depend_on(ty, name))
}

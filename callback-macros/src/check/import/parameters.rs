//! The way the wrapper treats each parameter.

use syn::{Type, TypeReference};

use super::callbacks::{Callbacks, is_closure, lifetime};
use crate::check::short;
use crate::errors::Errors;
use crate::model::{
    Foreign, ForeignParameter, ImportParameter, ImportRole, Word, WordKind, display, tokens, ty,
};

/// Returns the parameters as the wrapper sees them, or `None` after reporting the faults in them.
pub(super) fn parameters(
    foreign: &Foreign,
    callbacks: &Callbacks,
    errors: &mut Errors,
) -> Option<Vec<ImportParameter>> {
    let roles = foreign.parameters.iter().enumerate().map(|(at, parameter)| {
        let role = role(at, parameter, callbacks, errors);
        if let (Some(ImportRole::Whole | ImportRole::Converted(_)), true) =
            (&role, foreign.is_safe())
        {
            refuse_function(parameter, errors);
        }
        role
    });
    // Collecting all of them first reports every fault.
    let roles: Vec<_> = roles.collect();
    let roles: Option<Vec<_>> = roles.into_iter().collect();
    let parameters = foreign.parameters.iter().zip(roles?);
    let parameters = parameters.map(|(ForeignParameter { name, ty, .. }, role)| ImportParameter {
        name: name.clone(),
        ty: ty.clone(),
        role,
    });
    Some(parameters.collect())
}

fn role(
    at: usize,
    parameter: &ForeignParameter,
    callbacks: &Callbacks,
    errors: &mut Errors,
) -> Option<ImportRole> {
    let ForeignParameter { words, ty, .. } = parameter;
    if let [first, second, ..] = words.as_slice() {
        let message = format!(
            "`#[{}]` and `#[{}]` exclude each other\nhelp: remove one of the two",
            first.name, second.name
        );
        errors.report(&second.name, message);
        return None;
    }
    if lifetime(parameter).is_some() {
        let callback = callbacks.all.iter().position(|callback| callback.at == at)?;
        return Some(ImportRole::Callback(callback));
    }
    let owner = |owners: &[Option<usize>]| owners.iter().position(|owner| *owner == Some(at));
    if let Some(callback) = owner(&callbacks.contexts) {
        return check_type(ty, "passes", errors).then_some(ImportRole::Context(callback));
    }
    if let Some(callback) = owner(&callbacks.destroys) {
        return check_type(ty, "passes", errors).then_some(ImportRole::Destroy(callback));
    }
    match words.first() {
        Some(Word { kind: WordKind::Out, .. }) => out(parameter, errors),
        Some(Word { kind: WordKind::Types(types), .. }) => converted(parameter, types, errors),
        Some(Word { kind: WordKind::Fixed(raw, value), name }) => {
            if !ty::is_unit(ty) {
                let shown = display(ty);
                let message = format!(
                    "an argument with a fixed value is not in the wrapper\n\
                     help: write `_: ()` in place of `{}: {shown}`, or remove the value in `#[{name}(..)]`",
                    parameter.name
                );
                errors.report(ty, message);
                return None;
            }
            check_type(raw, "gets", errors).then(|| ImportRole::Fixed(raw.clone(), value.clone()))
        }
        _ => spelled(parameter, errors),
    }
}

/// Checks a parameter that C writes to.
fn out(parameter: &ForeignParameter, errors: &mut Errors) -> Option<ImportRole> {
    let ty = &parameter.ty;
    if let Type::Reference(TypeReference { elem, lifetime, .. }) = ty::bare(ty) {
        let target = display(elem);
        // A lifetime indicates that C writes a pointer.
        let shown = if lifetime.is_some() { format!("*const {target}") } else { target };
        let message = format!(
            "`#[out]` names the type that C writes, and C gets a pointer to it\nhelp: write `{shown}`"
        );
        errors.report(ty, message);
        return None;
    }
    (check_type(ty, "writes", errors) && check_elided(ty, errors)).then_some(ImportRole::Out)
}

/// Refuses an elided lifetime in a type that a wrapper returns: it could be that of any argument, or of none.
pub(super) fn check_elided(ty: &Type, errors: &mut Errors) -> bool {
    // A function pointer declares its lifetimes itself.
    if ty::is_function(ty) {
        return true;
    }
    let Some(elided) = tokens::borrowed(ty, &[]) else { return true };
    let message = "lifetimes in a returned type cannot be elided\n\
                   help: write `'static`, or a lifetime of the function that also occurs in an argument";
    errors.report(elided, message);
    false
}

/// Checks a parameter whose C types `#[c(..)]` gives.
fn converted(
    parameter: &ForeignParameter,
    types: &[Type],
    errors: &mut Errors,
) -> Option<ImportRole> {
    let ty = &parameter.ty;
    if !check_name(ty, errors) || !types.iter().all(|raw| check_type(raw, "gets", errors)) {
        return None;
    }
    if ty::is_unit(ty) {
        let message = "`()` cannot be passed to C\n\
                       help: write a value, as in `#[c(c_int = 0)] _: ()`, or the type of the argument";
        errors.report(ty, message);
        return None;
    }
    Some(match types {
        [raw] if tokens::same(raw, ty) => ImportRole::Whole,
        _ => ImportRole::Converted(types.to_vec()),
    })
}

/// Checks a parameter whose C types follow from its own type.
fn spelled(parameter: &ForeignParameter, errors: &mut Errors) -> Option<ImportRole> {
    let ty = &parameter.ty;
    if !check_name(ty, errors) {
        return None;
    }
    let shown = display(ty);
    if ty::is_unit(ty) {
        let message = "`()` cannot be passed to C\n\
                       help: write C's type and the value that it gets, as in `#[c(c_int = 0)] _: ()`";
        errors.report(ty, message);
        return None;
    }
    if ty::is_named(ty, "CString") {
        errors.report(ty, "C has no `CString`\nhelp: take `&CStr`");
        return None;
    }
    if ty::is_text(ty) {
        let message = format!(
            "C has no `{shown}`\n\
             help: take `&CStr` for a string that ends in a NUL, or say C's types, as in `#[c(*const c_char, usize)]` for `&str`"
        );
        errors.report(ty, message);
        return None;
    }
    let is_spelled = ty::slice(ty).is_some() || ty::reference(ty).is_some();
    Some(if is_spelled { ImportRole::Converted(short::spelled(ty)) } else { ImportRole::Whole })
}

/// Checks that a type has a name.
fn check_name(ty: &Type, errors: &mut Errors) -> bool {
    if let Type::ImplTrait(_) | Type::TraitObject(_) = ty::bare(ty) {
        let shown = display(ty);
        let help = if is_closure(ty) {
            "declare the callback with `#[callback]`, write the name of the declaration, and mark the parameter with how long C keeps it, such as `#[scope]`"
        } else {
            "write a type, with C's types in `#[c(..)]` if they differ"
        };
        let message = format!("C cannot take `{shown}`\nhelp: {help}");
        errors.report(ty, message);
        return false;
    }
    if !ty::is_nameable(ty) {
        errors.report(ty, "a parameter of a function of C has a type\nhelp: write the type");
        return false;
    }
    true
}

/// Checks a C type.
pub(super) fn check_type(ty: &Type, verb: &str, errors: &mut Errors) -> bool {
    if let Type::Reference(TypeReference { mutability, elem, .. }) = ty::bare(ty) {
        let pointer = if mutability.is_some() { "*mut" } else { "*const" };
        let target = display(elem);
        let message = format!(
            "C {verb} pointers, not references: they may be null\nhelp: write `{pointer} {target}`"
        );
        errors.report(ty, message);
        return false;
    }
    check_name(ty, errors)
}

/// Refuses a bare function pointer in a safe function.
fn refuse_function(parameter: &ForeignParameter, errors: &mut Errors) {
    if ty::is_function(&parameter.ty) || ty::is_named(&parameter.ty, "RawFn") {
        let message = "a safe function cannot take a function pointer: the block does not say how long C keeps it, or which arguments it gets\n\
                       help: declare the callback with `#[callback]`, and mark the parameter with how long C keeps it, such as `#[scope]`; or write `unsafe fn`";
        errors.report(&parameter.ty, message);
    }
}

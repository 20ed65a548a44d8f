//! The generics of a C function, which its caller may choose.

use std::slice;

use quote::{ToTokens, quote};
use syn::{GenericParam, Type, TypeParamBound, WherePredicate};

use crate::errors::Errors;
use crate::model::{
    Foreign, ImportParameter, ImportResult, ImportRole, ImportSource, ImportedCallback, display,
    parameter_name, tokens, ty,
};

/// Checks that the foreign function can be declared without the generics. If it is safe, also checks that any
/// choice of a caller is sound.
pub(super) fn check_generics(
    foreign: &Foreign,
    source: &ImportSource,
    parameters: &[ImportParameter],
    callbacks: &[ImportedCallback],
    result: &ImportResult,
    errors: &mut Errors,
) {
    if foreign.is_safe() {
        for callback in callbacks {
            check_lifetime(foreign, &callback.declaration, errors);
        }
        check_chosen(foreign, parameters, callbacks, result, errors);
    }
    let is_lifetime = |each: &&GenericParam| matches!(each, GenericParam::Lifetime(_));
    let generics: Vec<_> =
        foreign.generics.params.iter().filter(|each| !is_lifetime(each)).collect();
    let named = |ty: &dyn ToTokens| {
        let of =
            |each: &&&GenericParam| tokens::may_depend_on(ty, &parameter_name(each).to_string());
        generics.iter().find(of).copied()
    };
    if let Some((error, generic)) = result.error().and_then(|error| Some((error, named(error)?))) {
        let shown = parameter_name(generic);
        let message = format!(
            "the error of a function of C cannot depend on `{shown}`\nhelp: write the type of the error"
        );
        errors.report(error, message);
    }
    for generic in &generics {
        if let Some(bound) = unsized_bound(foreign, generic) {
            let shown = parameter_name(generic);
            let message =
                format!("C cannot point to a `{shown}` that may be unsized\nhelp: remove `?Sized`");
            errors.report(bound, message);
        }
    }
    for (ty, of_c) in types(parameters, result) {
        let Some(generic) = named(ty) else { continue };
        let shown = parameter_name(generic);
        if is_with_arguments(ty) && of_c.iter().any(|ty| named(ty).is_some() && !is_pointer(ty)) {
            let all = display(ty);
            let message = format!(
                "if `{all}` is a callback, its lifetime is not declared\n\
                 help: write a word before the parameter, such as `#[scope]`\n\
                 note: if it is not a callback, it cannot be passed by value: C does not know the size of `{shown}`"
            );
            errors.report(ty, message);
        } else if foreign.is_safe() {
            let message = format!(
                "a safe function cannot be generic over `{shown}`: the block makes no promise about types that the caller chooses\n\
                 help: write `unsafe fn`, or the type itself in place of `{shown}`\n\
                 note: a safe function can be generic over what a callback lets escape"
            );
            errors.report(ty, message);
        } else if !matches!(source, ImportSource::From(_))
            && of_c.iter().any(|ty| named(ty).is_some() && !is_pointer(ty))
        {
            let message = format!(
                "C cannot take or return a `{}` by value: C does not know the size of `{shown}`\n\
                 help: write a pointer or a reference, or the type itself in place of `{shown}`",
                display(ty)
            );
            errors.report(ty, message);
        }
    }
}

/// Returns the types of the parameters and of the result, each with the types that C sees in its place.
/// Callbacks are left out. A value that C writes has no such types, since C gets a pointer to it.
fn types<'a>(
    parameters: &'a [ImportParameter],
    result: &'a ImportResult,
) -> Vec<(&'a Type, &'a [Type])> {
    let of_parameters =
        parameters.iter().filter_map(|ImportParameter { ty, role, .. }| match role {
            ImportRole::Whole => Some((ty, slice::from_ref(ty))),
            ImportRole::Converted(types) => Some((ty, types.as_slice())),
            ImportRole::Out => Some((ty, &[][..])),
            ImportRole::Fixed(ty, _) => Some((&**ty, slice::from_ref(&**ty))),
            ImportRole::Callback(_) | ImportRole::Context(_) | ImportRole::Destroy(_) => None,
        });
    of_parameters.chain(result.value().map(|ty| (ty, slice::from_ref(ty)))).collect()
}

/// Returns whether a type is a name with generic arguments, as a declaration may be.
fn is_with_arguments(ty: &Type) -> bool {
    let Type::Path(path) = ty::bare(ty) else { return false };
    path.path.segments.last().is_some_and(|last| !last.arguments.is_none())
        && ty::has_unknown_name(ty, &[])
        && !ty::is_named(ty, "Option")
}

/// Returns whether C sees a pointer, whichever type a generic in it is.
fn is_pointer(ty: &Type) -> bool {
    ty::is_raw(ty) || ty::is_function(ty)
}

/// Returns the `?Sized` bound of a type parameter.
fn unsized_bound<'a>(
    foreign: &'a Foreign,
    generic: &'a GenericParam,
) -> Option<&'a TypeParamBound> {
    let GenericParam::Type(parameter) = generic else { return None };
    let predicates = foreign.generics.where_clause.iter().flat_map(|clause| &clause.predicates);
    let of_clause = predicates.filter_map(|predicate| match predicate {
        WherePredicate::Type(predicate)
            if ty::is_name(&predicate.bounded_ty, &parameter.ident.to_string()) =>
        {
            Some(&predicate.bounds)
        }
        _ => None,
    });
    let mut bounds = parameter.bounds.iter().chain(of_clause.flatten());
    bounds.find(|bound| matches!(bound, TypeParamBound::Trait(bound) if bound.maybe.is_some()))
}

/// Refuses generics of a safe function that neither an argument nor a callback determines, so that a caller
/// may choose them. Refuses those that determine a value for C, too.
fn check_chosen(
    foreign: &Foreign,
    parameters: &[ImportParameter],
    callbacks: &[ImportedCallback],
    result: &ImportResult,
    errors: &mut Errors,
) {
    let declarations = callbacks.iter().map(|callback| &callback.declaration);
    let declarations = quote!(#(#declarations)*);
    let is_argument =
        |each: &&ImportParameter| matches!(each.role, ImportRole::Whole | ImportRole::Converted(_));
    let arguments = parameters.iter().filter(is_argument).map(|parameter| &parameter.ty);
    let arguments = quote!(#(#arguments)*);
    let outs = parameters.iter().filter(|each| matches!(each.role, ImportRole::Out));
    let (outs, value) = (outs.map(|parameter| &parameter.ty), result.value());
    let returned = quote!(#(#outs)* #value);
    let values = parameters.iter().filter_map(|parameter| match &parameter.role {
        ImportRole::Fixed(_, value) => Some(value),
        _ => None,
    });
    let unsets = callbacks.iter().filter_map(|callback| callback.kept.unset());
    let values: Vec<_> = values.chain(unsets).collect();
    for generic in &foreign.generics.params {
        let name = parameter_name(generic).to_string();
        let shown = display(parameter_name(generic));
        if let GenericParam::Lifetime(_) = generic {
            if tokens::mention_lifetime(&returned, &name)
                && !tokens::mention_lifetime(&arguments, &name)
            {
                let message = format!(
                    "a safe function cannot return the lifetime `'{name}`, which occurs in no argument, so a caller could choose it freely\n\
                     help: write `'static` or a raw pointer, or `unsafe fn`"
                );
                errors.report(generic, message);
            }
            continue;
        }
        if let Some(value) = values.iter().find(|value| tokens::mention(*value, &name)) {
            let message = format!(
                "a value in a safe function cannot depend on `{shown}`: the block makes no promise about types that the caller chooses\n\
                 help: write `unsafe fn`, or the type itself in place of `{shown}`"
            );
            errors.report(value, message);
        } else if !tokens::may_depend_on(&declarations, &name)
            && !tokens::may_depend_on(&quote!(#arguments #returned), &name)
        {
            let message = format!(
                "a safe function can be generic only over what a callback lets escape\n\
                 help: remove `{shown}`"
            );
            errors.report(generic, message);
        }
    }
}

/// Refuses a declaration whose lifetime a caller may choose.
fn check_lifetime(foreign: &Foreign, declaration: &Type, errors: &mut Errors) {
    let has_lifetimes = foreign.generics.lifetimes().next().is_some();
    if has_lifetimes && tokens::has_punct(&declaration.to_token_stream(), '!') {
        let message = "a safe function with lifetimes cannot take a callback whose type contains a macro, since it may expand to a lifetime\n\
                       help: write the type without a macro";
        errors.report(declaration, message);
        return;
    }
    if let Some(lifetime) = tokens::undeclared(declaration, &["static".to_owned(), "_".to_owned()])
    {
        let shown = display(&lifetime);
        let message = format!(
            "a safe function cannot take a callback with the lifetime `{shown}`: the block makes no promise about lifetimes that the caller chooses\n\
             help: write `'static`, or `unsafe fn`"
        );
        errors.report(lifetime, message);
    }
}

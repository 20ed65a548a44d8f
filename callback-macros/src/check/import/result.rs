//! The way a wrapper returns C's result, and the words that need a result with an error.

use quote::ToTokens;
use syn::{Type, TypeReference};

use super::callbacks::lifetime;
use super::parameters::check_elided;
use crate::errors::Errors;
use crate::model::{Foreign, ImportResult, ImportedCallback, Kept, WordKind, display, tokens, ty};

/// Reads the result of a function. Returns `None` after reporting a fault in it.
pub(super) fn result(foreign: &Foreign, errors: &mut Errors) -> Option<ImportResult> {
    let Some(output) = &foreign.output else { return Some(ImportResult::Whole(None)) };
    if ty::is_named(output, "ControlFlow") || ty::is_named(output, "Scoped") {
        let message = "the result of a C function must be written as C declares it\n\
                       help: write C's type, or `Result<.., E>` for an error of C\n\
                       note: the wrapper returns what escapes from a callback by itself";
        errors.report(output, message);
        return None;
    }
    if !ty::is_named(output, "Result") {
        return check_value(output, errors)
            .then(|| ImportResult::Whole(Some(Box::new(output.clone()))));
    }
    let Some((value, error)) = ty::result(output) else {
        let shown = display(output);
        let message = format!(
            "`{shown}` does not name C's result type and the error type\n\
             help: write `Result<T, E>`, with C's type, or `Result<(), E>`"
        );
        errors.report(output, message);
        return None;
    };
    if ty::is_unit(value) {
        return Some(ImportResult::Status(Box::new(ty::without_plus(error.clone()))));
    }
    if let Type::Never(never) = ty::bare(value) {
        let message = "a function that does not return has no error\nhelp: write `-> !`";
        errors.report(never, message);
        return None;
    }
    check_value(value, errors).then(|| {
        ImportResult::Checked(Box::new((
            ty::without_plus(value.clone()),
            ty::without_plus(error.clone()),
        )))
    })
}

/// Checks the type that C returns.
fn check_value(ty: &Type, errors: &mut Errors) -> bool {
    if let Type::Never(_) = ty::bare(ty) {
        return true;
    }
    if let Type::Reference(TypeReference { mutability, elem, .. }) = ty::bare(ty) {
        let pointer = if mutability.is_some() { "*mut" } else { "*const" };
        let target = if ty::is_name(elem, "CStr") { "c_char".to_owned() } else { display(elem) };
        let message = format!(
            "C returns pointers, not references: they may be null\nhelp: write `{pointer} {target}`"
        );
        errors.report(ty, message);
        return false;
    }
    if !check_elided(ty, errors) {
        return false;
    }
    if !ty::is_nameable(ty) {
        errors.report(ty, "the result of a function of C has a type\nhelp: write the type");
        return false;
    }
    true
}

/// Checks that a function has an error if one of its words needs one, and that a function with callbacks returns.
pub(super) fn check_words(
    foreign: &Foreign,
    callbacks: &[ImportedCallback],
    result: Option<&ImportResult>,
    errors: &mut Errors,
) {
    let Some(result) = result else { return };
    if let (Some(Type::Never(never)), false) = (result.value().map(ty::bare), callbacks.is_empty())
    {
        let message =
            "a function that takes callbacks cannot return `!`\nhelp: write what C returns";
        errors.report(never, message);
    }
    check_names(foreign, errors);
    if result.error().is_some() {
        return;
    }
    let shown = result.value().map_or_else(|| "()".to_owned(), |ty| display(ty.to_token_stream()));
    for parameter in &foreign.parameters {
        let needing = parameter.words.iter().find(|word| {
            matches!(
                word.kind,
                WordKind::Out | WordKind::Lifetime(Kept::Once | Kept::Notified | Kept::Register(_))
            )
        });
        let Some(word) = needing else { continue };
        let why = if lifetime(parameter).is_some() {
            "whether C took the callback"
        } else {
            "whether C has written the value"
        };
        let name = &word.name;
        let message = format!(
            "`#[{name}]` needs a `Result`, which says {why}\n\
             help: write `-> Result<{shown}, E>`, with `Infallible` as `E` if the function cannot fail"
        );
        errors.report(name, message);
    }
}

/// Checks that no parameter hides a name that an `unset` expression uses.
fn check_names(foreign: &Foreign, errors: &mut Errors) {
    let has_scope = foreign.parameters.iter().flat_map(|parameter| &parameter.words);
    let has_scope =
        has_scope.into_iter().any(|word| matches!(word.kind, WordKind::Lifetime(Kept::Scope)));
    let expressions = foreign.parameters.iter().flat_map(|parameter| &parameter.words);
    let expressions = expressions.filter_map(|word| match &word.kind {
        WordKind::Lifetime(kept) => kept.unset(),
        _ => None,
    });
    let expressions: Vec<_> = expressions.collect();
    if let Some(found) = expressions.iter().find_map(|unset| tokens::find(*unset, "self")) {
        let message =
            "`unset` may outlive this `self`\nhelp: name the library, as in `Library::load()`";
        errors.report(found, message);
    }
    for parameter in &foreign.parameters {
        let name = parameter.name.to_string();
        let is_out = parameter.words.iter().any(|word| matches!(word.kind, WordKind::Out));
        if is_out && has_scope && expressions.iter().any(|unset| tokens::mention(unset, &name)) {
            let message = format!(
                "`unset` cannot use `{name}`, which C may not have written if a callback with `#[scope]` breaks\n\
                 help: declare two functions, or take `{name}` as `&mut MaybeUninit<..>`"
            );
            errors.report(&parameter.name, message);
        }
        let is_reserved = ["function", "user", "result"].contains(&name.as_str());
        if is_reserved && expressions.iter().any(|unset| tokens::mention(unset, &name)) {
            let message = format!(
                "in `unset`, `{name}` is not this parameter\nhelp: give the parameter another name"
            );
            errors.report(&parameter.name, message);
        }
    }
}

//! The restrictions on a function that C calls.

use syn::{Attribute, GenericParam, Lifetime, Meta};

use super::lifetimes::check_lifetimes;
use crate::errors::Errors;
use crate::model::{Item, Keys, Source};

/// Refuses the keys of traits.
pub(super) fn refuse_keys_of_traits(keys: &Keys, errors: &mut Errors) {
    let base = keys.base.as_ref().map(|(key, _)| key);
    for key in base.into_iter().chain(keys.references.as_ref().map(|(key, _)| key)) {
        let message = format!("`{key}` can only be used with a trait\nhelp: remove `{key}`");
        errors.report(key, message);
    }
}

/// Checks the generics of a function, and that none of the keys is reserved for closures.
pub(super) fn check_item(item: &Item, keys: &Keys, errors: &mut Errors) {
    if let Some((key, source)) = &keys.context {
        let help = match source {
            Source::Nowhere(_) => "remove it: a function needs no user data",
            Source::Expression(_) => {
                "remove it, or write `type Name = dyn FnMut(..)` for a closure in the user data"
            }
        };
        let message =
            format!("`context` is not allowed on a function, which has no user data\nhelp: {help}");
        errors.report(key, message);
    }
    if let Some((key, _)) = &keys.slots {
        let message = "`slots` is not allowed on a function\nhelp: remove `slots`";
        errors.report(key, message);
    }
    let destroy = keys.destroy.as_ref().map(|(key, _)| key);
    for key in destroy.into_iter().chain(keys.destroyed.as_ref().map(|(key, _)| key)) {
        let message = format!(
            "`{key}` is not allowed on a function, which has nothing to destroy\nhelp: remove `{key}`"
        );
        errors.report(key, message);
    }
    let otherwise = |_: &Lifetime| {
        "write `&'static T` if what C passes lives as long as the program".to_owned()
    };
    check_lifetimes(&item.generics, otherwise, errors);
    let is_generic = |each: &&GenericParam| !matches!(each, GenericParam::Lifetime(_));
    if let Some(parameter) = item.generics.params.iter().find(is_generic) {
        if item.attrs.iter().any(is_exported) {
            errors.report(
                parameter,
                "a function with generics has no symbol of its own\n\
                 help: remove the attribute that exports it, or the generics",
            );
        }
    }
}

/// Returns whether an attribute is `no_mangle` or `export_name`, even inside `unsafe(..)`.
fn is_exported(attr: &Attribute) -> bool {
    let names = ["no_mangle", "export_name"];
    let is = |name: &&str| match &attr.meta {
        Meta::List(list) if attr.path().is_ident("unsafe") => {
            list.tokens.clone().into_iter().next().is_some_and(|first| first.to_string() == **name)
        }
        _ => attr.path().is_ident(name),
    };
    names.iter().any(is)
}

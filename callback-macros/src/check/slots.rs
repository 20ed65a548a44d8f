//! `context = none`, and what it requires of the rest of the declaration.

use quote::ToTokens;
use syn::Lit;

use crate::errors::Errors;
use crate::model::{Item, Keys, Prototype, Source, parameter_name, tokens};

/// The default number of slots, for a declaration without the key `slots`.
const USUAL: u16 = 16;
/// The maximum number of slots. A function is compiled for each.
const MOST: u16 = 4096;

/// Returns whether the declaration says that the API has no user data.
pub(super) fn are_asked_for(keys: &Keys) -> bool {
    matches!(keys.context, Some((_, Source::Nowhere(_))))
}

/// Returns the number of slots of a declaration, if it can be read.
pub(super) fn count(keys: &Keys) -> Option<u16> {
    let Some((_, value)) = &keys.slots else { return Some(USUAL) };
    let Some(Lit::Int(number)) = value.literal() else { return None };
    match number.base10_parse() {
        Ok(number @ 1..=MOST) => Some(number),
        _ => None,
    }
}

/// Checks the number of slots, and that the same slots can serve all parameters of the alias.
pub(super) fn check_slots(item: &Item, prototype: &Prototype, keys: &Keys, errors: &mut Errors) {
    if !are_asked_for(keys) {
        if let Some((slots, _)) = &keys.slots {
            errors.report(
                slots,
                "`slots` can only be used with `context = none`\nhelp: remove `slots`",
            );
        }
        return;
    }
    if let (None, Some((_, value))) = (count(keys), &keys.slots) {
        errors.report(
            value,
            format!(
                "`slots` is a number from 1 to {MOST}\n\
                 note: a static function is compiled for each"
            ),
        );
    }
    for ty in prototype.types() {
        if let Some(name) = mentioned(item, ty) {
            errors.report(
                ty,
                format!(
                    "the functions of `context = none` cannot depend on `{name}`\n\
                     help: write a type without `{name}`, such as `*const c_void`"
                ),
            );
        }
    }
    if let Some((_, value)) = &keys.fallback {
        if let Some(name) = mentioned(item, value) {
            errors.report(
                value,
                format!("the functions of `context = none` cannot depend on `{name}`"),
            );
        }
    }
}

/// Returns the first parameter of the alias that `tokens` mention.
fn mentioned(item: &Item, tokens: &dyn ToTokens) -> Option<String> {
    let mut names = item.generics.params.iter().map(|each| parameter_name(each).to_string());
    names.find(|name| tokens::mention(tokens, name))
}

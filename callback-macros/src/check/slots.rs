//! `context = none`, and what it asks of the rest of the declaration.

use proc_macro2::TokenTree;
use syn::Lit;

use crate::errors::Errors;
use crate::model::{Item, Keys, Prototype, Source};
use crate::tokens::{self, Tokens};

/// How many slots there are where the declaration does not say.
const USUAL: u16 = 16;
/// How many there can be: each is compiled.
const MOST: u16 = 4096;

/// Whether the API has no user data.
pub(super) fn are_asked_for(keys: &Keys) -> bool {
    matches!(keys.context, Some((_, Source::Nowhere(_))))
}

/// How many slots a declaration has, if their number can be read.
pub(super) fn count(keys: &Keys) -> Option<u16> {
    let Some((_, value)) = &keys.slots else { return Some(USUAL) };
    let TokenTree::Literal(literal) = value.tokens.single()? else { return None };
    let Lit::Int(number) = Lit::new(literal.clone()) else { return None };
    match number.base10_parse() {
        Ok(number @ 1..=MOST) => Some(number),
        _ => None,
    }
}

/// Checks the number of slots, and that one table of them will do for all parameters of the alias.
pub(super) fn check_slots(item: &Item, prototype: &Prototype, keys: &Keys, errors: &mut Errors) {
    if !are_asked_for(keys) {
        if let Some((slots, _)) = &keys.slots {
            errors.report(slots, "`slots` goes with `context = none`\nhelp: remove `slots`");
        }
        return;
    }
    if let (None, Some((_, value))) = (count(keys), &keys.slots) {
        errors.report(
            &value.tokens,
            &format!(
                "`slots` is a number from 1 to {MOST}\n\
                 note: a static function is compiled for each"
            ),
        );
    }
    for ty in prototype.types() {
        if let Some(name) = mentioned(item, &ty.tokens) {
            errors.report(
                ty,
                &format!(
                    "the functions behind `context = none` cannot depend on `{name}`\n\
                     help: write what C passes without it, a `*const c_void` for a `*const {name}`"
                ),
            );
        }
    }
    if let Some((_, value)) = &keys.fallback {
        if let Some(name) = mentioned(item, &value.tokens) {
            errors.report(
                &value.tokens,
                &format!("the functions behind `context = none` cannot depend on `{name}`"),
            );
        }
    }
}

/// The first parameter of the alias that `tokens` mention.
fn mentioned(item: &Item, tokens: &Tokens) -> Option<String> {
    for parameter in &item.generics.parameters {
        let name = parameter.name.to_string();
        if tokens::mention(tokens, &name) {
            return Some(name);
        }
    }
    None
}

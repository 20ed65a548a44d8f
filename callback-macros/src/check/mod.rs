//! From the model to a declaration whose parts agree, or to every fault in it.

mod arity;
mod generics;
mod kind;
mod outcome;
mod prototype;
mod short;
mod slots;

use proc_macro2::Span;
use syn::{LitStr, Type};

use crate::errors::{Errors, list};
use crate::model::{
    Arguments, Closure, Declaration, Form, Item, Keys, Prototype, Remains, display, ty,
};
use crate::suggest::suggest;

/// The calling conventions of stable Rust, without their `-unwind` forms.
const ABIS: [&str; 10] = [
    "C", "aapcs", "cdecl", "efiapi", "fastcall", "stdcall", "system", "sysv64", "thiscall", "win64",
];

/// Checks a declaration.
pub(crate) fn check(
    mut item: Item,
    arguments: Arguments,
    errors: &mut Errors,
) -> Result<Declaration, Box<Remains>> {
    let Arguments { abi, form, keys } = arguments;
    check_abi(abi.as_ref(), errors);
    let closure = item.closure.take();
    let prototype = match (form, &closure) {
        (Form::Full(prototype), _) => {
            prototype::check_prototype(&prototype, errors);
            Some(*prototype)
        }
        (Form::Short, Some(closure)) => Some(short::prototype(closure, abi.as_ref(), &keys)),
        (Form::Short, None) | (Form::Unread, _) => None,
    };
    if let (Some(closure), Some(prototype)) = (&closure, &prototype) {
        short::check(closure, prototype, errors);
    }
    let Some(closure) = closure else { return Err(remains(item, None, prototype.as_ref(), keys)) };
    let declared = generics::check_generics(&item, &closure, prototype.as_ref(), errors);
    let kind = kind::check_kind(&closure, errors);
    let Some(prototype) = prototype else {
        return Err(remains(item, declared.then_some(closure), None, keys));
    };
    slots::check_slots(&item, &prototype, &keys, errors);
    let context = prototype::check_context(&prototype, &keys, errors);
    let passed = context
        .as_ref()
        .and_then(|context| arity::check_arity(&closure, &prototype, context, errors));
    if let Some(passed) = &passed {
        generics::check_conversions(&item, &closure, &prototype, passed, errors);
    }
    let outcome = outcome::check_outcome(&closure, &prototype, &keys, errors);
    // What C gets is, in the short form, what the closure returns, however C spells it.
    let shown = if prototype.is_short { &closure.output } else { &prototype.output };
    check_fallback(shown.as_ref(), &keys, errors);
    match (kind, context, passed, outcome) {
        (Some(kind), Some(context), Some(passed), Some(outcome)) if errors.is_empty() => {
            Ok(Declaration {
                kind,
                abi: abi.unwrap_or_else(default_abi),
                parameters: prototype.inputs,
                tuples: prototype.tuples,
                context,
                passed,
                returns: prototype.output,
                outcome,
                fallback: keys.fallback.map(|(_, value)| value),
                matches: keys.matches.map(|(_, path)| path),
                krate: keys.krate.map(|(_, path)| path),
                text: prototype.text,
                item,
                closure,
            })
        }
        _ => Err(remains(item, declared.then_some(closure), Some(&prototype), keys)),
    }
}

fn default_abi() -> LitStr {
    LitStr::new("system", Span::call_site())
}

fn remains(
    item: Item,
    closure: Option<Closure>,
    prototype: Option<&Prototype>,
    keys: Keys,
) -> Box<Remains> {
    Box::new(Remains {
        item: Item { closure, ..item },
        mentioned: prototype.into_iter().flat_map(Prototype::types).cloned().collect(),
        krate: keys.krate.map(|(_, path)| path),
    })
}

fn check_abi(abi: Option<&LitStr>, errors: &mut Errors) {
    let Some(abi) = abi else { return };
    let name = abi.value();
    let base = name.strip_suffix("-unwind").unwrap_or(&name);
    let known = ABIS.contains(&base) && !(base == "efiapi" && name != base);
    if !known {
        let help = match suggest(&name, &ABIS) {
            Some(abi) => format!("did you mean `{abi}`?"),
            None => {
                format!("write one of {}, most of them also with `-unwind`", list(&ABIS))
            }
        };
        let message =
            format!("`{name}` is not a calling convention of C in stable Rust\nhelp: {help}");
        errors.report(abi, message);
    }
}

fn check_fallback(returns: Option<&Type>, keys: &Keys, errors: &mut Errors) {
    if let (None, Some((key, value))) = (returns, &keys.fallback) {
        if value.literal().is_some() {
            errors.report(
                key,
                "C expects no value from this callback, so there is no fallback\n\
                 help: remove `fallback`, or let the prototype return something",
            );
        }
    }
    let Some(ty) = returns else { return };
    if ty::is_nameable(ty) && keys.fallback.is_none() && !keys.unread {
        let shown = display(ty);
        errors.report(
            ty,
            format!(
                "a callback that returns `{shown}` must say what C gets when the closure gives no \
                 value\nhelp: add `fallback = <value>`"
            ),
        );
    }
}

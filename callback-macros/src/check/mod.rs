//! The checks that turn the model into a declaration whose parts agree, or report every fault in it.

mod abi;
mod arity;
mod destroy;
mod fallback;
mod function;
mod generics;
mod handler;
mod import;
mod kind;
mod lifetimes;
mod outcome;
mod prototype;
mod short;
mod slots;

pub(crate) use self::handler::handler;
pub(crate) use self::import::imports;

use proc_macro2::Span;
use syn::LitStr;

use crate::errors::Errors;
use crate::model::{
    Arguments, Closure, Context, Declaration, Fallback, Form, Item, Keys, Outcome, Passed,
    Prototype, Remains, Role, Signature,
};

/// Checks a declaration: the type of a closure.
pub(crate) fn declaration(
    mut item: Item,
    arguments: Arguments,
    errors: &mut Errors,
) -> Result<Declaration, Box<Remains>> {
    let Arguments { abi, form, mut keys, .. } = arguments;
    function::refuse_keys_of_traits(&keys, errors);
    let closure = item.closure.take();
    let prototype = prototype(form, closure.as_ref(), abi.as_ref(), &keys, errors);
    let Some(closure) = closure else { return Err(remains(item, None, abi, prototype, keys)) };
    let declared = generics::check_generics(&item, &closure, prototype.as_ref(), errors);
    let kind = kind::check_kind(&closure, errors);
    let Some(prototype) = prototype else {
        return Err(remains(item, declared.then_some(closure), abi, None, keys));
    };
    slots::check_slots(&item, &prototype, &keys, errors);
    let context = prototype::check_context(&closure, &prototype, &keys, errors);
    let destroyed = context
        .as_ref()
        .and_then(|context| destroy::check_destroy(&keys, &prototype, context, errors));
    let passed = context
        .as_ref()
        .and_then(|context| arity::check_arity(&closure, &prototype, Some(context), errors));
    let agreed = agree(&item, &closure, &prototype, passed, &keys, errors);
    match (kind, context, agreed) {
        (Some(kind), Some(context), Some(agreed)) if errors.is_empty() => {
            let destroy = destroy::destroy(&mut keys, destroyed);
            let signature = signature(closure, abi, prototype, agreed, keys, Some(&context));
            Ok(Declaration { item, signature, kind, context, destroy })
        }
        _ => Err(remains(item, declared.then_some(closure), abi, Some(prototype), keys)),
    }
}

/// Checks a function.
pub(crate) fn function(
    mut item: Item,
    arguments: Arguments,
    errors: &mut Errors,
) -> Result<(Item, Signature), Box<Remains>> {
    let Arguments { abi, form, keys, .. } = arguments;
    function::refuse_keys_of_traits(&keys, errors);
    let closure = item.closure.take();
    let mut prototype = prototype(form, closure.as_ref(), abi.as_ref(), &keys, errors);
    function::check_item(&item, &keys, errors);
    // No parameter is the user data, so one named `context` is like any other.
    for input in prototype.iter_mut().flat_map(|prototype| &mut prototype.inputs) {
        if input.role == Role::Context {
            input.role = Role::Alone;
        }
    }
    let (closure, prototype) = match (closure, prototype) {
        (Some(closure), Some(prototype)) => (closure, prototype),
        (closure, prototype) => return Err(remains(item, closure, abi, prototype, keys)),
    };
    let passed = arity::check_arity(&closure, &prototype, None, errors);
    match agree(&item, &closure, &prototype, passed, &keys, errors) {
        Some(agreed) if errors.is_empty() => {
            Ok((item, signature(closure, abi, prototype, agreed, keys, None)))
        }
        _ => Err(remains(item, Some(closure), abi, Some(prototype), keys)),
    }
}

/// Returns the prototype as the user wrote it, or the one that the short form implies.
fn prototype(
    form: Form,
    closure: Option<&Closure>,
    abi: Option<&LitStr>,
    keys: &Keys,
    errors: &mut Errors,
) -> Option<Prototype> {
    abi::check_abi(abi, errors);
    let prototype = match (form, closure) {
        (Form::Full(prototype), _) => {
            let noun = closure.map_or("closure", Closure::noun);
            prototype::check_prototype(&prototype, noun, errors);
            *prototype
        }
        (Form::Short, Some(closure)) => short::prototype(closure, abi, keys),
        (Form::Short, None) | (Form::Unread, _) => return None,
    };
    if let Some(closure) = closure {
        short::check(closure, &prototype, errors);
    }
    Some(prototype)
}

/// The parts on which the two sides of a call agree.
struct Agreed {
    passed: Vec<Passed>,
    outcome: Outcome,
    fallback: Fallback,
}

/// Checks that the closure and the prototype agree. `passed` is `None` if their parameters do not. That has
/// been reported.
fn agree(
    item: &Item,
    closure: &Closure,
    prototype: &Prototype,
    passed: Option<Vec<Passed>>,
    keys: &Keys,
    errors: &mut Errors,
) -> Option<Agreed> {
    if let Some(passed) = &passed {
        generics::check_conversions(item, closure, prototype, passed, errors);
    }
    let outcome = outcome::check_outcome(closure, prototype, keys, errors);
    let fallback = fallback::check_fallback(closure, prototype, keys, errors);
    Some(Agreed { passed: passed?, outcome: outcome?, fallback })
}

fn signature(
    closure: Closure,
    abi: Option<LitStr>,
    mut prototype: Prototype,
    Agreed { passed, outcome, fallback }: Agreed,
    keys: Keys,
    context: Option<&Context>,
) -> Signature {
    let mut expressions: Vec<_> = outcome.closures().collect();
    if let Fallback::Expression(value) = &fallback {
        expressions.push(value);
    }
    if let Some(Context::Expression(value)) = context {
        expressions.push(value);
    }
    let has_expressions = !expressions.is_empty();
    prototype.mark_mentioned(&expressions);
    Signature {
        closure,
        abi: abi.unwrap_or_else(default_abi),
        parameters: prototype.inputs,
        tuples: prototype.tuples,
        passed,
        returns: prototype.output,
        outcome,
        fallback,
        has_expressions,
        matches: keys.matches.map(|(_, path)| path),
        krate: keys.krate.map(|(_, path)| path),
        text: prototype.text,
    }
}

fn default_abi() -> LitStr {
    LitStr::new("system", Span::call_site())
}

fn remains(
    item: Item,
    closure: Option<Closure>,
    abi: Option<LitStr>,
    prototype: Option<Prototype>,
    keys: Keys,
) -> Box<Remains> {
    Box::new(Remains {
        item: Item { closure, ..item },
        abi: abi.unwrap_or_else(default_abi),
        prototype,
        destroy: keys.destroy.map(|(_, function)| function.prototype),
        krate: keys.krate.map(|(_, path)| path),
    })
}

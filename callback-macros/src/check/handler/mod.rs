//! A trait and its methods: the properties that they share, and each method against its prototype.

mod escapes;
mod keys;
mod kind;

use std::mem;

use syn::{Lifetime, LitStr, Type};

use self::escapes::check_escapes;
use self::keys::{check_references, check_shared_keys, merge};
use self::kind::{check_kind, refuse_without_dyn};
use super::abi::check_abi;
use super::lifetimes::check_lifetimes;
use super::{agree, arity, default_abi, destroy, prototype, signature};
use crate::errors::Errors;
use crate::model::{
    Arguments, Context, Entry, Form, Handler, HandlerRemains, Item, Keys, Method, Prototype,
    Receiver, Role, Table, display, tokens, ty,
};

/// Checks a trait.
pub(crate) fn handler(
    mut handler: Handler,
    arguments: Arguments,
    errors: &mut Errors,
) -> Result<Table, Box<HandlerRemains>> {
    let Arguments { abi, form, mut keys, .. } = arguments;
    check_abi(abi.as_ref(), errors);
    let mut mentioned = destroy_types(&keys);
    if let Form::Full(prototype) = &form {
        let message = "the prototype goes on a method, since each method has its own\n\
                       help: write the calling convention here, and `#[callback(fn(..))]` on the method";
        errors.report_at(prototype.place, message);
        mentioned.extend(prototype.types().into_iter().cloned());
    }
    check_shared_keys(&keys, errors);
    let has_references = check_references(&keys, errors);
    refuse_without_dyn(&mut handler, errors);
    let kind = check_kind(&handler, errors);
    check_methods(&handler, errors);
    let mut checked: Vec<Option<(Entry, Option<Type>)>> = Vec::new();
    let mut prototypes = Vec::new();
    for method in &mut handler.methods {
        mentioned.extend(destroy_types(&method.arguments.keys));
        let entry =
            method_entry(&handler.item, method, abi.as_ref(), &keys, &mut prototypes, errors);
        checked.push(entry);
    }
    let escaping = check_escapes(&handler.methods, errors);
    let consumes = handler.methods.iter().any(|method| method.receiver == Receiver::Owned);
    let destroy = check_destroy(&mut keys, consumes, prototypes.first(), &checked, errors);
    // The promise of an implementation of an `unsafe` trait may not hold for a reference.
    let has_references = has_references && !consumes && handler.unsafety.is_none();
    let krate = keys.krate.map(|(_, path)| path);
    let base = keys.base.map(|(_, ty)| ty);
    let entries: Option<Vec<_>> = checked.into_iter().collect();
    match (kind, entries) {
        (Some(kind), Some(entries)) if errors.is_empty() => {
            let (entries, user_data): (Vec<_>, Vec<_>) = entries.into_iter().unzip();
            let abi = abi.unwrap_or_else(default_abi);
            let user_data = user_data.into_iter().flatten().next();
            Ok(Table {
                handler,
                kind,
                abi,
                entries,
                user_data,
                escaping,
                base,
                destroy,
                has_references,
                krate,
            })
        }
        _ => {
            mentioned.extend(prototypes.iter().flat_map(Prototype::types).cloned());
            Err(Box::new(HandlerRemains { handler, mentioned, has_references, base, krate }))
        }
    }
}

/// Returns the C types that a destroy function mentions.
fn destroy_types(keys: &Keys) -> Vec<Type> {
    let function = keys.destroy.iter().map(|(_, function)| &function.prototype);
    function.flat_map(Prototype::types).cloned().collect()
}

/// Checks everything about the methods that does not depend on their prototypes.
fn check_methods(handler: &Handler, errors: &mut Errors) {
    if handler.methods.is_empty() && handler.others.is_empty() {
        let message = "the trait of a handler has a method for each function of C\nhelp: add one, \
                       such as `fn called(&mut self);`";
        errors.report(&handler.item.name, message);
    }
    let mut consuming: Option<&Method> = None;
    for method in &handler.methods {
        let otherwise = |lifetime: &Lifetime| {
            format!("make `{lifetime}` a parameter of `{}`", handler.item.name)
        };
        check_lifetimes(&method.generics, otherwise, errors);
        if method.name == "new" {
            let message =
                "the macro adds a function `new` to the trait\nhelp: give the method another name";
            errors.report(&method.name, message);
        }
        if method.receiver != Receiver::Owned {
            continue;
        }
        if let Some(attr) = method.conditions().next() {
            let message = "whether C has a destroy function decides how the handler is handed over\n\
                           help: write two traits, each with its own `cfg`";
            errors.report(attr, message);
        }
        if let Some(first) = consuming {
            let first = &first.name;
            let message = format!(
                "a method with `self` is C's destroy function, and `{first}` is one already\n\
                 help: take `&mut self`"
            );
            errors.report(&method.parameters, message);
        } else {
            consuming = Some(method);
        }
    }
}

/// Checks a method. Returns its entry, and the type of its user data if a parameter passes it.
fn method_entry(
    item: &Item,
    method: &mut Method,
    abi: Option<&LitStr>,
    shared: &Keys,
    prototypes: &mut Vec<Prototype>,
    errors: &mut Errors,
) -> Option<(Entry, Option<Type>)> {
    let arguments = mem::take(&mut method.arguments);
    let Arguments { abi: own_abi, form, keys, .. } = arguments;
    let abi = own_abi.as_ref().or(abi);
    if let (None, Form::Full(prototype)) = (abi, &form) {
        let message = "neither the trait nor the prototype sets the calling convention\n\
                       help: write `extern \"system\"` or `extern \"C\"` in the attribute of the trait";
        errors.report_at(prototype.place, message);
    }
    let keys = merge(keys, shared, method, &form, errors);
    let base = shared.base.as_ref().map(|(_, ty)| ty);
    let mut closure = method.closure.clone();
    check_base(method, base, errors);
    if let Some(at) = method.base.filter(|_| base.is_some()) {
        closure.inputs.remove(at);
    }
    let prototype = prototype(form, Some(&closure), abi, &keys, errors);
    let mut prototype = prototype?;
    mark_base(&mut prototype, base);
    let context = prototype::check_context(&closure, &prototype, &keys, errors);
    let context = context.filter(|context| !matches!(context, Context::Slots(_)));
    let passed = context
        .as_ref()
        .and_then(|context| arity::check_arity(&closure, &prototype, Some(context), errors));
    let agreed = agree(item, &closure, &prototype, passed, &keys, errors);
    let user_data = match &context {
        Some(Context::Parameter(at)) => Some(prototype.inputs[*at].ty.clone()),
        _ => None,
    };
    prototypes.push(prototype.clone());
    let (context, agreed) = (context?, agreed?);
    let keys = Keys { krate: shared.krate.clone(), ..keys };
    let abi = abi.cloned();
    let signature = signature(closure, abi, prototype, agreed, keys, Some(&context));
    Some((Entry { signature, context }, user_data))
}

/// Checks the parameter `base` of a method.
fn check_base(method: &Method, base: Option<&Type>, errors: &mut Errors) {
    let (Some(at), Some(base)) = (method.base, base) else { return };
    let given = &method.closure.inputs[at];
    let is_right =
        matches!(ty::bare(given), Type::Ptr(pointer) if tokens::same(&pointer.elem, base));
    if !is_right {
        let shown = display(base);
        let message = format!(
            "the parameter `base` is the pointer that C passed\nhelp: write `base: *mut {shown}`"
        );
        errors.report(given, message);
    }
}

/// Makes the parameter named `base` the user data, and gives the short form its type.
fn mark_base(prototype: &mut Prototype, base: Option<&Type>) {
    let Some(base) = base else { return };
    let has_context = prototype.inputs.iter().any(|input| input.role == Role::Context);
    for input in &mut prototype.inputs {
        if !has_context && input.name.as_ref().is_some_and(|name| name == "base") {
            input.role = Role::Context;
        }
        if prototype.is_short && input.role == Role::Context {
            input.ty = syn::parse_quote!(*mut #base);
        }
    }
}

/// Checks the keys `destroy` and `destroyed`.
fn check_destroy(
    keys: &mut Keys,
    consumes: bool,
    prototype: Option<&Prototype>,
    checked: &[Option<(Entry, Option<Type>)>],
    errors: &mut Errors,
) -> Option<crate::model::Destroy> {
    let (key, _) = keys.destroy.as_ref()?;
    if consumes {
        let message = "the method with `self` is C's destroy function already\n\
                       help: remove `destroy`, or take `&mut self`";
        errors.report(key, message);
        return None;
    }
    let context = checked.iter().flatten().map(|(entry, _)| &entry.context).next()?;
    let found = destroy::check_destroy(keys, prototype?, context, errors);
    if !errors.is_empty() {
        return None;
    }
    destroy::destroy(keys, found)
}

//! Checks that the prototype is possible in C, and finds the context.

use proc_macro2::Ident;
use syn::{Type, TypeReference};

use super::slots;
use crate::errors::Errors;
use crate::model::{Closure, Context, Keys, Parameter, Prototype, Role, Source, display, ty};
use crate::suggest::suggest;

/// The maximum number of parameters: more than any C API has, and few enough for rustc.
pub(super) const MOST_PARAMETERS: usize = 255;

/// Checks a prototype for anything that C does not have. `noun` is the Rust item that the prototype belongs to.
pub(super) fn check_prototype(prototype: &Prototype, noun: &str, errors: &mut Errors) {
    if let Some(variadic) = &prototype.variadic {
        errors.report(
            variadic,
            "a callback cannot be C-variadic: stable Rust cannot define such a function\n\
             help: write a callback in C that takes the arguments apart, and calls this one",
        );
    }
    for Parameter { ty, .. } in &prototype.inputs {
        check_type(ty, "passes", noun, errors);
    }
    if let Some(surplus) = prototype.inputs.get(MOST_PARAMETERS) {
        errors.report(
            &surplus.ty,
            format!(
                "a callback cannot have more than {MOST_PARAMETERS} parameters\n\
                 help: pass a pointer to a struct"
            ),
        );
    }
    match &prototype.output {
        Some(Type::Never(_)) | None => {}
        Some(ty) => check_type(ty, "expects", noun, errors),
    }
}

fn check_type(ty: &Type, verb: &str, noun: &str, errors: &mut Errors) {
    if let Type::Reference(TypeReference { mutability, elem, .. }) = ty::bare(ty) {
        let pointer = if mutability.is_some() { "*mut" } else { "*const" };
        let target = display(elem);
        errors.report(
            ty,
            format!(
                "C {verb} pointers, not references: they may be null\n\
                 help: write `{pointer} {target}` in the prototype\n\
                 note: the {noun} can take or return the reference"
            ),
        );
    } else if !ty::is_nameable(ty) {
        let message = format!("the prototype must name each type that C {verb}");
        errors.report(ty, format!("{message}\nhelp: write the type"));
    }
}

/// Finds the context: a parameter of that name, or the expression of the key `context`.
pub(super) fn check_context(
    closure: &Closure,
    prototype: &Prototype,
    keys: &Keys,
    errors: &mut Errors,
) -> Option<Context> {
    let named = named_context(prototype, errors).ok()?;
    let expression = match &keys.context {
        Some((_, Source::Nowhere(none))) => {
            if let Some(at) = named {
                errors.report(
                    none,
                    "`context = none` says that there is no user data, but a parameter is named \
                     `context`\nhelp: remove the key, or give the parameter another name",
                );
                return Some(Context::Parameter(at));
            }
            return slots::count(keys).map(Context::Slots);
        }
        Some((key, Source::Expression(value))) => Some((key, value)),
        None => None,
    };
    match (named, expression) {
        (_, Some((key, _))) if prototype.is_short => {
            errors.report(
                key,
                "`context =` needs the prototype, whose parameters it names\n\
                 help: write `extern \"C\" fn(..) -> ..` before it",
            );
            None
        }
        (Some(at), None) => Some(Context::Parameter(at)),
        (_, Some((_, value))) => {
            if let Some(name) = value.name().filter(|name| is_meant_as_none(name, prototype)) {
                let message = format!("no parameter is named `{name}`\nhelp: did you mean `none`?");
                errors.report(value, message);
                return None;
            }
            Some(Context::Expression(value.clone()))
        }
        (None, None) => {
            if !keys.unread {
                report_missing(closure, prototype, errors);
            }
            None
        }
    }
}

fn is_meant_as_none(name: &Ident, prototype: &Prototype) -> bool {
    let mut named = prototype.inputs.iter().filter_map(|input| input.name.as_ref());
    suggest(&name.to_string(), &["none"]).is_some() && !named.any(|other| other == name)
}

/// Returns the position of the parameter named `context`. Returns an error after reporting that there are two.
pub(super) fn named_context(
    prototype: &Prototype,
    errors: &mut Errors,
) -> Result<Option<usize>, ()> {
    let mut named = None;
    for (at, input) in prototype.inputs.iter().enumerate() {
        if input.role != Role::Context {
            continue;
        }
        if named.is_some() {
            errors.report(
                &input.name,
                "two parameters of the prototype are named `context`\n\
                 help: name the user-data parameter `context`, and rename the other one",
            );
            return Err(());
        }
        named = Some(at);
    }
    Ok(named)
}

fn report_missing(closure: &Closure, prototype: &Prototype, errors: &mut Errors) {
    let mut likely = None;
    for input in &prototype.inputs {
        if input.name.is_none() && ty::is_named(&input.ty, "context") {
            return errors.report(
                &input.ty,
                "the parameter `context` has no type\nhelp: write `context: *mut c_void`",
            );
        }
        // An integer after a `void *` is more likely a length.
        let is_length = ty::is_name(&input.ty, "usize") || ty::is_name(&input.ty, "isize");
        if ty::may_be_user_data(&input.ty) && !(is_length && likely.is_some()) {
            likely = Some(input);
        }
    }
    let base = prototype.inputs.iter().find(|input| {
        closure.is_method() && input.name.as_ref().is_some_and(|name| name == "base")
    });
    let note = match base.or(likely) {
        Some(Parameter { ty: Type::Ptr(pointer), .. }) if base.is_some() => format!(
            "\nnote: if the user data begins with a struct of C, write `base = {}` in the attribute of the trait",
            display(&pointer.elem)
        ),
        Some(Parameter { name: Some(name), .. }) => format!("\nnote: that may be `{name}`"),
        Some(Parameter { name: None, ty, .. }) => {
            format!("\nnote: that may be the last `{}`: `context: {0}`", display(ty))
        }
        None => String::new(),
    };
    let help = if closure.is_method() {
        "name the user-data parameter `context`, or write `context = ..` with an expression that finds it"
    } else {
        "name the user-data parameter `context`, or write `context = none` if the API has none"
    };
    let message = format!("no parameter of the prototype is named `context`\nhelp: {help}{note}");
    errors.report_at(prototype.place, message);
}

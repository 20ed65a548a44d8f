//! One `key = value` of the attribute's argument.

use proc_macro2::Ident;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Error, LitStr, Path, Result, Token, Type};

use super::attempt::{attempt, attempt_with};
use super::prototype::destroy_function;
use super::value::{skip_value, value};
use crate::errors::{Errors, list};
use crate::model::{Keys, Source, Value, display, ty};
use crate::names::is_one_of;
use crate::suggest::suggest;

/// Reads one key and its value, or reports what is wrong and skips it.
pub(super) fn key(input: ParseStream<'_>, keys: &mut Keys, errors: &mut Errors) {
    if let Err(error) = try_key(input, keys, errors) {
        errors.add(error);
        keys.unread = true;
        skip_value(input);
    }
}

fn try_key(input: ParseStream<'_>, keys: &mut Keys, errors: &mut Errors) -> Result<()> {
    if input.peek(Token![,]) {
        return Err(input.error("expected a key, found a second comma\nhelp: remove the comma"));
    }
    let Ok(name) = input.call(Ident::parse_any) else {
        return Err(
            input.error(format!("expected a key\nhelp: the keys are {}", list(&Keys::NAMES)))
        );
    };
    if !is_one_of(&name, &Keys::NAMES) {
        return Err(unknown(&name, input));
    }
    if input.peek(Token![:]) && !input.peek(Token![::]) {
        input.parse::<Token![:]>()?;
        let value = display(value(input));
        let message = if value.starts_with("*mut ") || value.starts_with("*const ") {
            format!(
                "the parameter `{name}` is not in a prototype\n\
                 help: write the prototype, `fn(..)`, with `{name}: {value}` among its parameters"
            )
        } else {
            format!("a key is followed by `=`\nhelp: write `{name} = {value}`")
        };
        return Err(Error::new(name.span(), message));
    }
    let has_value = !input.peek(Token![==])
        && input.parse::<Token![=]>().is_ok()
        && !input.is_empty()
        && !input.peek(Token![,]);
    if !has_value {
        let message = format!("`{name}` has no value\nhelp: write `{name} = <value>`");
        return Err(Error::new(name.span(), message));
    }
    match name.to_string().as_str() {
        "base" => {
            let help = "`base` names the struct with which C's object begins\nhelp: write `base = path::to::Struct`";
            let ty: Type = attempt(input).map_err(|error| Error::new(error.span(), help))?;
            if !matches!(ty::bare(&ty), Type::Path(_) | Type::Macro(_)) {
                return Err(Error::new_spanned(ty, help));
            }
            set(&mut keys.base, name, ty, errors);
        }
        "break" => set(&mut keys.stop, name, value(input), errors),
        "context" => {
            let source = source(value(input))?;
            set(&mut keys.context, name, source, errors);
        }
        "continue" => set(&mut keys.go_on, name, value(input), errors),
        "destroy" => {
            let function = destroy_function(input, errors)?;
            set(&mut keys.destroy, name, Box::new(function), errors);
        }
        "destroyed" => set(&mut keys.destroyed, name, value(input), errors),
        "err" => set(&mut keys.err, name, value(input), errors),
        "fallback" => set(&mut keys.fallback, name, value(input), errors),
        "ok" => set(&mut keys.ok, name, value(input), errors),
        "references" => set(&mut keys.references, name, value(input), errors),
        "slots" => set(&mut keys.slots, name, value(input), errors),
        "matches" => {
            let help = "`matches` names a type\nhelp: write `matches = path::to::Typedef`";
            let ty = attempt(input).map_err(|error| Error::new(error.span(), help))?;
            set(&mut keys.matches, name, ty::without_plus(ty), errors);
        }
        _ => {
            let help = "`crate` names a path\nhelp: write `crate = path::to::callback_runtime`";
            let path = attempt_with(input, Path::parse_mod_style);
            let path = path.map_err(|error| Error::new(error.span(), help))?;
            set(&mut keys.krate, name, path, errors);
        }
    }
    Ok(())
}

fn unknown(name: &Ident, rest: ParseStream<'_>) -> Error {
    let message = match (convention(rest), suggest(&name.to_string(), &Keys::NAMES)) {
        (Some(convention), _) if is_one_of(name, &["abi", "convention", "calling_convention"]) => {
            format!("the calling convention comes first\nhelp: write `extern \"{convention}\"`")
        }
        (_, Some(key)) => format!("unknown key `{name}`\nhelp: did you mean `{key}`?"),
        (_, None) => {
            format!("unknown key `{name}`\nhelp: the keys are {}", list(&Keys::NAMES))
        }
    };
    Error::new(name.span(), message)
}

/// Returns the string in `= "C"`, if that comes next.
fn convention(rest: ParseStream<'_>) -> Option<String> {
    let ahead = rest.fork();
    ahead.parse::<Token![=]>().ok()?;
    ahead.parse::<LitStr>().ok().map(|name| name.value())
}

fn source(value: Value) -> Result<Source> {
    match value.name() {
        Some(name) if name == "none" => Ok(Source::Nowhere(name)),
        Some(name) if name.to_string().to_lowercase() == "none" => {
            let message = "an API without user data says so by the word `none`\n\
                           help: write `context = none`";
            Err(Error::new(name.span(), message))
        }
        _ => Ok(Source::Expression(value)),
    }
}

/// Sets a key, or reports that it is given twice.
pub(super) fn set<T>(slot: &mut Option<(Ident, T)>, name: Ident, value: T, errors: &mut Errors) {
    if slot.is_some() {
        let message = format!("`{name}` is given twice\nhelp: remove one of the two");
        errors.report(name, message);
    } else {
        *slot = Some((name, value));
    }
}

//! The argument of `#[import]`.

use proc_macro2::TokenStream;
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Error, Ident, Lit, LitStr, Path, Result, Token, Visibility};

use crate::errors::{Errors, list};
use crate::model::{ImportKeys, display};
use crate::names::is_one_of;
use crate::parse::attempt::attempt_with;
use crate::parse::keys::set;
use crate::parse::value::{skip_value, value};
use crate::suggest::suggest;

/// Reads the argument of `#[import]`.
pub(crate) fn import_arguments(tokens: TokenStream, errors: &mut Errors) -> ImportKeys {
    let read = |input: ParseStream<'_>| {
        let mut keys = ImportKeys::default();
        while !input.is_empty() {
            if let Err(error) = key(input, &mut keys, errors) {
                errors.add(error);
                keys.unread = true;
                skip_value(input);
            }
            if !input.is_empty() && input.parse::<Token![,]>().is_err() {
                errors.add(input.error("expected `,`\nhelp: write a comma before each key"));
                keys.unread = true;
                skip_value(input);
                let _ = input.parse::<Token![,]>();
            }
        }
        Ok(keys)
    };
    let read = read.parse2(tokens);
    errors.ok(read).unwrap_or(ImportKeys { unread: true, ..ImportKeys::default() })
}

fn key(input: ParseStream<'_>, keys: &mut ImportKeys, errors: &mut Errors) -> Result<()> {
    let Ok(name) = input.call(Ident::parse_any) else {
        return Err(
            input.error(format!("expected a key\nhelp: the keys are {}", list(&ImportKeys::NAMES)))
        );
    };
    if !is_one_of(&name, &ImportKeys::NAMES) {
        return Err(unknown(&name));
    }
    let help = match name.to_string().as_str() {
        "from" => "help: write `from = path::to::the::functions`",
        "load" => "help: write `load = \"libname.so.1\"`",
        "as" => "help: write `as = Name`, for the type that represents the library",
        _ => "help: write `crate = path::to::callback_runtime`",
    };
    let missing = |place| Error::new(place, format!("`{name}` has no value\n{help}"));
    input.parse::<Token![=]>().map_err(|_| missing(name.span()))?;
    if input.is_empty() || input.peek(Token![,]) {
        return Err(missing(name.span()));
    }
    let path = |input: ParseStream<'_>, what: &str| {
        if let Ok(text) = input.fork().parse::<LitStr>() {
            let message = format!("`{name}` names {what}, without quotes\n{help}");
            return Err(Error::new(text.span(), message));
        }
        let path = attempt_with(input, Path::parse_mod_style);
        path.map_err(|error| Error::new(error.span(), format!("`{name}` names {what}\n{help}")))
    };
    match name.to_string().as_str() {
        "from" => {
            let path = path(input, "a module")?;
            set(&mut keys.from, name, path, errors);
        }
        "load" => {
            let library = value(input);
            set(&mut keys.load, name, library, errors);
        }
        "as" => {
            let read = |input: ParseStream<'_>| -> Result<(Visibility, Ident)> {
                Ok((input.parse()?, input.parse()?))
            };
            let read = attempt_with(input, read);
            let read = read.map_err(|error| {
                let message = format!("`as` takes an optional visibility and a type name\n{help}");
                // Nothing can follow `as = pub`.
                let is_literal = input.peek(Lit);
                Error::new(if is_literal { error.span() } else { name.span() }, message)
            })?;
            set(&mut keys.name, name, read, errors);
        }
        _ => {
            let path = path(input, "a path")?;
            set(&mut keys.krate, name, path, errors);
        }
    }
    Ok(())
}

fn unknown(name: &Ident) -> Error {
    // These are the words of `DllImport`, and of the block's own attributes.
    let elsewhere = match name.to_string().as_str() {
        "link" | "lib" | "library" | "dll" | "name" => Some(
            "help: write `#[link(name = \"..\")]` on the block, or `load = \"..\"` to load it at run time",
        ),
        "entry_point" | "EntryPoint" | "link_name" | "symbol" => {
            Some("help: write `#[link_name = \"..\"]` on the function")
        }
        "set_last_error" | "SetLastError" => {
            Some("help: write `-> Result<(), LastError>` as the result of the function")
        }
        "abi" | "convention" | "calling_convention" | "CallingConvention" => {
            Some("help: the block sets the calling convention: `unsafe extern \"system\" { .. }`")
        }
        _ => None,
    };
    let shown = display(name);
    let help = match (elsewhere, suggest(&shown, &ImportKeys::NAMES)) {
        (Some(help), _) => help.to_owned(),
        (None, Some(key)) => format!("help: did you mean `{key}`?"),
        (None, None) => format!("help: the keys are {}", list(&ImportKeys::NAMES)),
    };
    Error::new(name.span(), format!("unknown key `{name}`\n{help}"))
}

//! The source of a block's functions, and the attributes of a function by what they apply to.

use proc_macro2::Ident;
use quote::ToTokens;
use syn::{Attribute, Expr, Lit, LitStr, Meta};

use crate::errors::Errors;
use crate::model::{Foreign, ImportKeys, ImportSource, Word, tokens};
use crate::names;

/// Whether the crate has the feature `load`.
const CAN_LOAD: bool = cfg!(feature = "load");

/// Returns the source of a block's functions.
pub(super) fn source(keys: ImportKeys, attrs: &[Attribute], errors: &mut Errors) -> ImportSource {
    let ImportKeys { from, load, name, unread, .. } = keys;
    let link = attrs.iter().find(|attr| attr.path().is_ident("link"));
    match (&from, &load, link) {
        (Some((key, _)), Some(_), _) => {
            let message = "`from` and `load` exclude each other: the functions are in a module, or in a library that is loaded\nhelp: remove one of the two";
            errors.report(key, message);
        }
        (Some((key, _)), None, Some(link)) | (None, Some((key, _)), Some(link)) => {
            let why = if key == "from" {
                "the module links its library"
            } else {
                "the library is loaded at run time"
            };
            errors.report(
                link,
                format!(
                    "`#[link]` and `{key}` exclude each other: {why}\nhelp: remove one of the two"
                ),
            );
        }
        _ => {}
    }
    if let Some((_, path)) = from {
        if load.is_none() {
            refuse_name(name, errors);
        }
        return ImportSource::From(path);
    }
    let Some((key, library)) = load else {
        if !unread {
            refuse_name(name, errors);
        }
        return ImportSource::Linked;
    };
    if !CAN_LOAD {
        errors.report(
            &key,
            "`load` needs a feature of the crate `callback-runtime`\n\
             help: run `cargo add callback-runtime --features load`",
        );
    }
    match name {
        Some((_, (visibility, name))) => ImportSource::Loaded { library, visibility, name },
        None => {
            if !unread {
                let message = "the library that is loaded has no type to represent it\nhelp: add `as = Name`, or `as = pub Name`";
                errors.report(&key, message);
            }
            ImportSource::Linked
        }
    }
}

fn refuse_name(name: Option<(Ident, (syn::Visibility, Ident))>, errors: &mut Errors) {
    if let Some((key, _)) = name {
        let message =
            "`as` names the type of a loaded library, and needs `load`\nhelp: remove `as`";
        errors.report(key, message);
    }
}

/// The attributes of a function by what they apply to.
#[derive(Default)]
pub(super) struct Attributes {
    /// Those of the wrapper.
    pub(super) wrapper: Vec<Attribute>,
    /// Those of the foreign function.
    pub(super) link: Vec<Attribute>,
    /// The value of `link_name`.
    pub(super) symbol: Option<LitStr>,
}

/// Sorts the attributes of a function by what they apply to.
pub(super) fn attributes(
    foreign: &mut Foreign,
    source: &ImportSource,
    errors: &mut Errors,
) -> Attributes {
    let mut attributes = Attributes::default();
    for attr in foreign.attrs.drain(..) {
        let is_name = attr.path().is_ident("link_name");
        if is_name {
            attributes.symbol = string(&attr);
            check_symbol(attributes.symbol.as_ref(), source, errors);
        }
        if is_name || attr.path().is_ident("link_ordinal") {
            if !is_name && !matches!(source, ImportSource::Linked) {
                let message = "`link_ordinal` can only be used for linked functions\nhelp: remove it, or write `link_name`";
                errors.report(&attr, message);
            }
            attributes.link.push(attr);
        } else if attr.path().is_ident("cfg_attr")
            && mentions(&attr, &["cfg", "link_name", "link_ordinal", "optional"])
        {
            let message = "`#[import]` cannot evaluate the condition of this attribute\n\
                           help: write two functions, each with its own `cfg`";
            errors.report(&attr, message);
        } else if mentions(&attr, &["no_mangle", "export_name", "link_section"]) {
            let message = "C defines the symbol of this function\n\
                           help: remove the attribute, or write `link_name`";
            errors.report(&attr, message);
        } else if let Some(word) = word(&attr) {
            let message = format!(
                "`#[{word}]` goes on a parameter\nhelp: move it to the parameter that it describes"
            );
            errors.report(&attr, message);
        } else {
            attributes.wrapper.push(attr);
        }
    }
    attributes
}

/// Returns whether an attribute is one of `names`, even inside `unsafe(..)` or `cfg_attr(..)`.
fn mentions(attr: &Attribute, names: &[&str]) -> bool {
    let is_wrapped = ["unsafe", "cfg_attr"].iter().any(|name| attr.path().is_ident(name));
    names
        .iter()
        .any(|name| attr.path().is_ident(name) || is_wrapped && tokens::mention(&attr.meta, name))
}

/// Returns an attribute of a function as the word for a parameter that it is.
fn word(attr: &Attribute) -> Option<&'static str> {
    Word::NAMES.into_iter().find(|name| attr.path().is_ident(name))
}

/// Checks that the symbol of a function in a module is a Rust name.
fn check_symbol(symbol: Option<&LitStr>, source: &ImportSource, errors: &mut Errors) {
    let (Some(symbol), ImportSource::From(_)) = (symbol, source) else { return };
    if names::item(&symbol.value(), symbol.span()).is_none() {
        let message = format!(
            "no function in a module of Rust is named `{}`\n\
             help: write the name that the function has in the module, or remove `link_name`",
            symbol.value()
        );
        errors.report(symbol, message);
    }
}

/// Returns the string in `link_name = ".."`.
fn string(attr: &Attribute) -> Option<LitStr> {
    let Meta::NameValue(meta) = &attr.meta else { return None };
    match &meta.value {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Str(text) => Some(text.clone()),
            _ => None,
        },
        other => syn::parse2(other.to_token_stream()).ok(),
    }
}

//! The attributes of parameters.

use proc_macro2::{Ident, TokenStream};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::spanned::Spanned;
use syn::{Attribute, Error, Meta, Result, Token, Type};

use crate::errors::{Errors, list};
use crate::model::{Kept, Value, Word, WordKind, display, tokens, ty};
use crate::parse::attempt::attempt;
use crate::parse::value::whole_value;
use crate::suggest::suggest;

/// The words for the lifetimes of callbacks.
const LIFETIMES: [&str; 6] = ["forever", "notified", "once", "register", "scope", "slot"];

/// Reads the words of a parameter. A word that cannot be read is reported and returned as unread.
pub(super) fn words(attrs: Vec<Attribute>, errors: &mut Errors) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    for attr in attrs {
        let word = word(&attr).unwrap_or_else(|error| {
            errors.add(error);
            Word { name: Ident::new("unread", attr.span()), kind: WordKind::Unread }
        });
        if words.iter().any(|other| other.name == word.name) {
            let message = format!("`#[{}]` is given twice\nhelp: remove one of the two", word.name);
            errors.report(&word.name, message);
            continue;
        }
        words.push(word);
    }
    words
}

fn word(attr: &Attribute) -> Result<Word> {
    let path = attr.path();
    let name = path.get_ident().cloned().ok_or_else(|| unknown(attr, &display(path)))?;
    let kind = match name.to_string().as_str() {
        "scope" => WordKind::Lifetime(alone(attr, Kept::Scope)?),
        "once" => WordKind::Lifetime(alone(attr, Kept::Once)?),
        "notified" => WordKind::Lifetime(alone(attr, Kept::Notified)?),
        "forever" => WordKind::Lifetime(alone(attr, Kept::Forever)?),
        "slot" => WordKind::Lifetime(alone(attr, Kept::Slot)?),
        "register" => WordKind::Lifetime(Kept::Register(unset(attr)?)),
        "out" => alone(attr, WordKind::Out)?,
        "c" => types(attr)?,
        "context" => WordKind::ContextOf(parameter(attr)?),
        "destroy" => WordKind::DestroyOf(parameter(attr)?),
        _ => return Err(unknown(attr, &name.to_string())),
    };
    Ok(Word { name, kind })
}

fn unknown(attr: &Attribute, name: &str) -> Error {
    let help = match name {
        "cfg" | "cfg_attr" => {
            let message = "a parameter of a function of C is always there\n\
                           help: write two functions, each with its own `cfg`";
            return Error::new_spanned(attr, message);
        }
        "doc" | "allow" | "warn" | "deny" | "expect" => {
            let message = "a parameter of a function of C has no attributes but the words of `#[import]`\n\
                           help: put it on the function";
            return Error::new_spanned(attr, message);
        }
        "owned" => {
            "help: write `#[register(unset = Ok(()))]`, if there is nothing to tell C".to_owned()
        }
        "bind" | "completion" | "dispatch" => {
            format!("help: a function with `{name}` is called by hand: see `Context::{name}`")
        }
        "callback" | "function" => format!(
            "help: say how long C keeps the callback: {}",
            list(&LIFETIMES.map(|word| format!("#[{word}]")))
        ),
        "in" | "In" => {
            "help: remove it: every parameter without `#[out]` is passed to C".to_owned()
        }
        "into" | "as" | "MarshalAs" | "marshal_as" => {
            "help: write C's types in `#[c(..)]`".to_owned()
        }
        _ => match suggest(name, &Word::NAMES) {
            Some(word) => format!("help: did you mean `#[{word}]`?"),
            None => format!("help: the words are {}", list(&Word::NAMES)),
        },
    };
    Error::new_spanned(attr.path(), format!("unknown word `{name}`\n{help}"))
}

/// Checks that a word has no argument.
fn alone<T>(attr: &Attribute, kind: T) -> Result<T> {
    match &attr.meta {
        Meta::Path(_) => Ok(kind),
        meta => {
            let name = display(attr.path());
            let help = if tokens::mention(meta, "unset") {
                format!("help: write `#[register(unset = ..)]` in place of `#[{name}(..)]`")
            } else {
                format!("help: write `#[{name}]`")
            };
            Err(Error::new_spanned(meta, format!("`{name}` takes no argument\n{help}")))
        }
    }
}

/// Returns the tokens in the parentheses of a word.
fn argument(attr: &Attribute, help: &str) -> Result<TokenStream> {
    match &attr.meta {
        Meta::List(list) if !list.tokens.is_empty() => Ok(list.tokens.clone()),
        meta => {
            let name = display(attr.path());
            Err(Error::new_spanned(meta, format!("`{name}` takes an argument\n{help}")))
        }
    }
}

/// Reads `#[register(unset = ..)]`.
fn unset(attr: &Attribute) -> Result<Value> {
    let help = "help: write `#[register(unset = ..)]`, with the call that unregisters the callback, or `Ok(())` if C has none";
    let tokens = argument(attr, help)?;
    let read = |input: ParseStream<'_>| {
        let name = input.call(Ident::parse_any)?;
        if name != "unset" || !input.peek(Token![=]) {
            return Err(Error::new(name.span(), format!("expected `unset = ..`\n{help}")));
        }
        input.parse::<Token![=]>()?;
        Ok(whole_value(input))
    };
    let value = read.parse2(tokens)?;
    if value.tokens.is_empty() {
        return Err(Error::new_spanned(&attr.meta, format!("`unset` has no value\n{help}")));
    }
    Ok(value)
}

/// Reads `#[c(..)]`.
fn types(attr: &Attribute) -> Result<WordKind> {
    let help = "help: write C's types, as in `#[c(*const u8, c_int)] data: &[u8]`, or a type and a value, as in `#[c(c_int = 0)] _: ()`";
    let tokens = argument(attr, help)?;
    let place = tokens.span();
    let read = |input: ParseStream<'_>| {
        let first = ty::without_plus(attempt::<Type>(input)?);
        if input.parse::<Token![=]>().is_ok() {
            return Ok(WordKind::Fixed(Box::new(first), whole_value(input)));
        }
        let mut types = vec![first];
        while input.parse::<Option<Token![,]>>()?.is_some() && !input.is_empty() {
            types.push(ty::without_plus(attempt(input)?));
        }
        if input.peek(Token![=]) {
            return Err(input.error("expected one value\nhelp: write a parameter for each"));
        }
        Ok(WordKind::Types(types))
    };
    match read.parse2(tokens) {
        Ok(WordKind::Fixed(_, value)) if value.tokens.is_empty() => {
            Err(Error::new(place, format!("the value is missing\n{help}")))
        }
        read => read,
    }
}

/// Reads `#[context(each)]`.
fn parameter(attr: &Attribute) -> Result<Ident> {
    let name = display(attr.path());
    let help = format!(
        "help: write `#[{name}(..)]` with the name of the callback's parameter, or name the parameter `{name}`"
    );
    let tokens = argument(attr, &help)?;
    let place = tokens.span();
    let has_several = tokens::has_punct(&tokens, ',');
    syn::parse2(tokens).map_err(|_| {
        let message = if has_several {
            "one user data belongs to one callback\n\
             help: if C passes it to several functions, declare a trait, and hand the handler over with a method of its context"
                .to_owned()
        } else {
            format!("expected the name of a parameter\n{help}")
        };
        Error::new(place, message)
    })
}

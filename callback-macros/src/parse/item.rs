//! The item under the attribute: a type alias.

use proc_macro2::{Delimiter, Ident};

use super::buffer::Buffer;
use super::closure::closure;
use super::reader::Reader;
use crate::errors::{Error, Errors, Result};
use crate::model::{Closure, Item};
use crate::names;
use crate::syntax::{Attribute, Generics};

/// Reads the item. `None`, reported, if it is no type alias.
pub(crate) fn item(tokens: &Buffer, errors: &mut Errors) -> Option<Item> {
    let item = alias(Reader::new(tokens), errors);
    errors.ok(item)
}

fn alias(mut reader: Reader<'_>, errors: &mut Errors) -> Result<Item> {
    let attrs = without_second(reader.attributes()?, errors);
    let visibility = reader.visibility()?;
    if !reader.take("type") {
        return Err(reader.error(
            "`#[callback]` goes on the type of a closure\n\
             help: write `type Name = dyn FnMut(..) -> ..;`",
        ));
    }
    let name = reader.name()?;
    let mut generics = Generics::default();
    let closure = body(&mut reader, &name, &mut generics, errors);
    let closure = errors.ok(closure);
    if closure.is_some() {
        reader.end()?;
    }
    Ok(Item { attrs, visibility, name, generics, closure })
}

/// Takes a second `#[callback]` off, so that it does not see what the first one makes.
fn without_second(attrs: Vec<Attribute>, errors: &mut Errors) -> Vec<Attribute> {
    let mut others = Vec::new();
    for attr in attrs {
        if names::plain(&attr.name) == "callback" {
            errors.report(
                &attr.tokens,
                "a declaration has one `#[callback]`\nhelp: remove one of the two",
            );
        } else {
            others.push(attr);
        }
    }
    others
}

/// Reads what stands behind the name.
fn body(
    reader: &mut Reader<'_>,
    name: &Ident,
    generics: &mut Generics,
    errors: &mut Errors,
) -> Result<Closure> {
    *generics = reader.generics()?;
    reader.predicates(&mut generics.predicates)?;
    if !reader.take("=") {
        let message = "expected the type of a closure\nhelp: write `= dyn FnMut(..) -> ..`";
        return Err(Error::new(name.span(), message));
    }
    let ty = reader.ty()?;
    let mut ahead = *reader;
    if ahead.group(Delimiter::Parenthesis).is_some() {
        return Err(Error::at(
            &ty.tokens,
            "expected the type of a closure, found a trait\nhelp: add `dyn` in front of it",
        ));
    }
    reader.predicates(&mut generics.predicates)?;
    // Where the `;` is missing, the compiler has said so.
    reader.take(";");
    closure(ty, errors)
}

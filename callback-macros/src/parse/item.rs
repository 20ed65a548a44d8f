//! The item under the attribute: a type alias or a function.

use proc_macro2::{Ident, TokenStream};
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, Error, Generics, Result, Token, Type, Visibility, WhereClause, token};

use super::attempt::attempt;
use super::closure::{closure, without_names};
use super::function::{begins_function, function};
use super::handler::{begins_handler, handler};
use super::parts::{is_callback, parameters};
use crate::errors::Errors;
use crate::model::{Closure, Function, Handler, Item};

/// The item under the attribute.
pub(crate) enum Annotated {
    Closure(Box<Item>),
    Function(Box<(Item, Function)>),
    Handler(Box<Handler>),
}

/// Reads the item. Returns `None` after reporting an item that the attribute cannot be on.
pub(crate) fn item(tokens: TokenStream, errors: &mut Errors) -> Option<Annotated> {
    let item = (|input: ParseStream<'_>| annotated(input, errors)).parse2(tokens);
    errors.ok(item)
}

fn annotated(input: ParseStream<'_>, errors: &mut Errors) -> Result<Annotated> {
    let attrs = without_second(input.call(Attribute::parse_outer)?, errors);
    let visibility = input.parse()?;
    if input.parse::<Token![type]>().is_ok() {
        let alias = |input: ParseStream<'_>| alias(attrs, visibility, input, errors);
        let item = alias.parse2(without_names(input.parse()?))?;
        return Ok(Annotated::Closure(Box::new(item)));
    }
    if begins_function(input) {
        let (item, function) = function(attrs, visibility, input, errors)?;
        return Ok(Annotated::Function(Box::new((item, function))));
    }
    if begins_handler(input) {
        let handler = handler(attrs, visibility, input, errors)?;
        return Ok(Annotated::Handler(Box::new(handler)));
    }
    let help = if input.peek(Token![impl]) {
        "help: put it on the trait, and implement that for the handler"
    } else {
        "help: write `type Name = dyn FnMut(..) -> ..;`"
    };
    Err(input.error(format!(
        "`#[callback]` goes on the type of a closure, on a function, or on a trait\n{help}"
    )))
}

fn alias(
    attrs: Vec<Attribute>,
    visibility: Visibility,
    input: ParseStream<'_>,
    errors: &mut Errors,
) -> Result<Item> {
    let name = input.parse()?;
    let mut generics = Generics::default();
    let closure = body(input, &name, &mut generics, errors);
    let closure = errors.ok(closure);
    if closure.is_none() {
        // The remaining tokens are part of the fault.
        input.parse::<TokenStream>()?;
    }
    Ok(Item { attrs, visibility, name, generics, closure })
}

/// Removes a second `#[callback]`, so that it does not see the expansion of the first.
fn without_second(attrs: Vec<Attribute>, errors: &mut Errors) -> Vec<Attribute> {
    let (second, others): (Vec<_>, Vec<_>) = attrs.into_iter().partition(is_callback);
    for attr in second {
        errors.report(attr, "a declaration has one `#[callback]`\nhelp: remove one of the two");
    }
    others
}

/// Reads what follows the name.
fn body(
    input: ParseStream<'_>,
    name: &Ident,
    generics: &mut Generics,
    errors: &mut Errors,
) -> Result<Closure> {
    *generics = parameters(input)?;
    generics.where_clause = attempt(input)?;
    if input.parse::<Token![=]>().is_err() {
        let message = "expected the type of a closure\nhelp: write `= dyn FnMut(..) -> ..`";
        return Err(Error::new(name.span(), message));
    }
    let ty: Type = attempt(input)?;
    if input.peek(token::Paren) {
        return Err(Error::new_spanned(
            ty,
            "expected the type of a closure, found a trait\nhelp: add `dyn` in front of it",
        ));
    }
    if let Some(second) = attempt::<Option<WhereClause>>(input)? {
        generics.make_where_clause().predicates.extend(second.predicates);
    }
    // The compiler has already reported a missing `;`.
    input.parse::<Option<Token![;]>>()?;
    closure(ty, errors)
}

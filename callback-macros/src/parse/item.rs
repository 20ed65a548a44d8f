//! The item under the attribute: a type alias.

use proc_macro2::TokenStream;
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{
    Attribute, ConstParam, GenericParam, Generics, Ident, Token, Type, TypeParam, Visibility,
    WhereClause, token,
};

use super::closure::closure;
use crate::errors::Errors;
use crate::model::{Closure, Item};

/// Reads the item. `None`, reported, if it is no type alias.
pub(crate) fn item(tokens: TokenStream, errors: &mut Errors) -> Option<Item> {
    let parser = |input: ParseStream<'_>| {
        let mut attrs = input.call(Attribute::parse_outer)?;
        refuse_second(&mut attrs, errors);
        let visibility: Visibility = input.parse()?;
        if !input.peek(Token![type]) {
            return Err(input.error(
                "`#[callback]` goes on the type of a closure\n\
                 help: write `type Name = dyn FnMut(..) -> ..;`",
            ));
        }
        input.parse::<Token![type]>()?;
        let name: Ident = input.parse()?;
        let mut generics = Generics::default();
        let closure = body(input, &name, &mut generics, errors);
        let closure = errors.ok(closure);
        if closure.is_none() {
            // The rest is that of a type which is none of ours.
            input.parse::<TokenStream>()?;
        }
        Ok(Item { attrs, visibility, name, generics, closure })
    };
    let result = parser.parse2(tokens);
    errors.ok(result)
}

/// Takes a second `#[callback]` off, so that it does not see what the first one makes.
fn refuse_second(attrs: &mut Vec<Attribute>, errors: &mut Errors) {
    let is_second = |attr: &Attribute| {
        attr.path().segments.last().is_some_and(|last| last.ident.unraw() == "callback")
    };
    for second in attrs.iter().filter(|attr| is_second(attr)) {
        errors.report(second, "a declaration has one `#[callback]`\nhelp: remove one of the two");
    }
    attrs.retain(|attr| !is_second(attr));
}

/// Refuses `type Name<_>`, which the compiler has refused, too, and which would not parse in an `impl`.
fn named(generics: Generics) -> syn::Result<Generics> {
    let unnamed = generics.params.iter().find_map(|parameter| match parameter {
        GenericParam::Type(TypeParam { ident, .. })
        | GenericParam::Const(ConstParam { ident, .. }) => Some(ident).filter(|name| *name == "_"),
        GenericParam::Lifetime(_) => None,
    });
    match unnamed {
        Some(name) => Err(syn::Error::new_spanned(name, "a parameter of the alias has a name")),
        None => Ok(generics),
    }
}

/// Reads what stands behind the name.
fn body(
    input: ParseStream<'_>,
    name: &Ident,
    generics: &mut Generics,
    errors: &mut Errors,
) -> syn::Result<Closure> {
    *generics = named(input.parse()?)?;
    generics.where_clause = input.parse()?;
    if !input.peek(Token![=]) {
        let message = "expected the type of a closure\nhelp: write `= dyn FnMut(..) -> ..`";
        return Err(syn::Error::new_spanned(name, message));
    }
    input.parse::<Token![=]>()?;
    let ty: Type = input.parse()?;
    if input.peek(token::Paren) {
        return Err(syn::Error::new_spanned(
            ty,
            "expected the type of a closure, found a trait\nhelp: add `dyn` in front of it",
        ));
    }
    if let Some(clause) = input.parse::<Option<WhereClause>>()? {
        generics.make_where_clause().predicates.extend(clause.predicates);
    }
    // Where the `;` is missing, the compiler has said so.
    input.parse::<Option<Token![;]>>()?;
    closure(ty, errors)
}

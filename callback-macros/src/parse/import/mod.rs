//! A block of functions under `#[import]`, and its argument.

mod arguments;
mod function;
mod words;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::parse::{ParseStream, Parser};
use syn::{Abi, AttrStyle, Attribute, Error, Ident, Result, Token, Visibility};

pub(crate) use self::arguments::import_arguments;
use super::parts::{braces, is_import, members};
use crate::errors::Errors;
use crate::model::{ForeignBlock, Member};

/// Reads the item under `#[import]`. Returns `None` after reporting an item that is not an `extern` block.
pub(crate) fn block(tokens: TokenStream, errors: &mut Errors) -> Option<ForeignBlock> {
    let read = (|input: ParseStream<'_>| read(input, errors)).parse2(tokens);
    errors.ok(read)
}

fn read(input: ParseStream<'_>, errors: &mut Errors) -> Result<ForeignBlock> {
    let (second, mut attrs): (Vec<_>, Vec<_>) =
        input.call(Attribute::parse_outer)?.into_iter().partition(is_import);
    for attr in second {
        errors.report(attr, "a block has one `#[import]`\nhelp: remove one of the two");
    }
    let other = |input: ParseStream<'_>| {
        input.error(
            "`#[import]` goes on an `extern` block\nhelp: write `unsafe extern \"C\" { .. }`, with the C functions in it",
        )
    };
    let unsafety = input.parse()?;
    let abi: Abi = input.parse().map_err(|_| other(input))?;
    let place = abi.extern_token.span;
    let body = input.parse().ok().filter(|token: &TokenTree| {
        matches!(token, TokenTree::Group(group) if group.delimiter() != Delimiter::Parenthesis)
    });
    let Some(body) = body.and_then(braces) else {
        let message = "`#[import]` goes on an `extern` block\nhelp: put the function into `unsafe extern \"C\" { .. }`, without its body";
        return Err(Error::new(place, message));
    };
    let (inner, body) = inner_attributes(body.stream())?;
    attrs.extend(inner);
    let members = members(body).into_iter().map(|member| self::member(member, errors));
    let members = members.collect();
    Ok(ForeignBlock { attrs, unsafety, place, abi: abi.name, members })
}

/// Takes the inner attributes out of the block, and returns them as outer ones.
fn inner_attributes(body: TokenStream) -> Result<(Vec<Attribute>, TokenStream)> {
    let read = |input: ParseStream<'_>| Ok((input.call(Attribute::parse_inner)?, input.parse()?));
    let (mut attrs, body) = read.parse2(body)?;
    for attr in &mut attrs {
        attr.style = AttrStyle::Outer;
    }
    Ok((attrs, body))
}

fn member(tokens: TokenStream, errors: &mut Errors) -> Member {
    let read = |input: ParseStream<'_>| -> Result<Member> {
        let begin = input.fork();
        let attrs = input.call(Attribute::parse_outer)?;
        let visibility = input.parse()?;
        if let Some(what) = other(input)? {
            let tokens = begin.parse()?;
            input.parse::<TokenStream>()?;
            return Ok(Member::Other(tokens, what));
        }
        let ahead = input.fork();
        match function::function(attrs, visibility, input, errors) {
            Ok(function) => Ok(Member::Function(Box::new(function))),
            Err(error) => {
                errors.add(error);
                input.parse::<TokenStream>()?;
                Ok(Member::Unread(name(&ahead).map(|name| (begin_visibility(&begin), name))))
            }
        }
    };
    read.parse2(tokens).unwrap_or_else(|error| {
        errors.add(error);
        Member::Unread(None)
    })
}

/// Returns the noun for a member that is not a function.
fn other(input: ParseStream<'_>) -> Result<Option<&'static str>> {
    let ahead = input.fork();
    if ahead.peek(Token![unsafe]) || ahead.peek(Ident) && ahead.peek2(Token![static]) {
        ahead.parse::<TokenTree>()?;
    }
    if ahead.peek(Token![static]) {
        return Ok(Some("a static"));
    }
    if ahead.peek(Token![type]) {
        return Ok(Some("a type"));
    }
    if ahead.peek(Ident) && ahead.peek2(Token![!]) || ahead.peek2(Token![::]) {
        return Err(ahead.error(
            "the attribute cannot see the functions that a macro writes\nhelp: write the functions in the block",
        ));
    }
    Ok(None)
}

fn begin_visibility(input: ParseStream<'_>) -> Visibility {
    let read = |input: ParseStream<'_>| -> Result<Visibility> {
        input.call(Attribute::parse_outer)?;
        input.parse()
    };
    read(input).unwrap_or(Visibility::Inherited)
}

/// Returns the name of a function that cannot be read.
fn name(input: ParseStream<'_>) -> Option<Ident> {
    let _ = function::qualifiers(input, &mut Errors::default());
    input.parse::<Token![fn]>().ok()?;
    input.parse().ok()
}

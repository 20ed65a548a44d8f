//! The parts that several items have.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use syn::parse::ParseStream;
use syn::{Attribute, Error, Generics, Result};

use super::attempt::attempt;
use crate::model::tokens;
use crate::names;

/// Returns whether an attribute is a `#[callback]`.
pub(super) fn is_callback(attr: &Attribute) -> bool {
    is_named(attr, "callback")
}

/// Returns whether an attribute is an `#[import]`.
pub(super) fn is_import(attr: &Attribute) -> bool {
    is_named(attr, "import")
}

fn is_named(attr: &Attribute, name: &str) -> bool {
    attr.path().segments.last().is_some_and(|last| names::plain(&last.ident) == name)
}

/// Reads `<'a, T: Clone>`, if it is there.
pub(super) fn parameters(input: ParseStream<'_>) -> Result<Generics> {
    let mut generics: Generics = attempt(input)?;
    if let Some(unnamed) = generics.type_params().find(|parameter| parameter.ident == "_") {
        return Err(Error::new_spanned(
            unnamed,
            "expected a name for the generic parameter\nhelp: write its name",
        ));
    }
    generics.params.pop_punct();
    Ok(generics)
}

/// Returns the group in braces, without the invisible groups around it. A macro by example makes those.
pub(super) fn braces(token: TokenTree) -> Option<Group> {
    let TokenTree::Group(group) = token else { return None };
    match group.delimiter() {
        Delimiter::Brace => Some(group),
        Delimiter::None => {
            let mut inner = group.stream().into_iter();
            inner.next().filter(|_| inner.next().is_none()).and_then(braces)
        }
        _ => None,
    }
}

/// Splits the body of a trait or of an `extern` block into its members. Each ends with a `;` or with braces.
pub(super) fn members(body: TokenStream) -> Vec<TokenStream> {
    let (mut members, mut member) = (Vec::new(), TokenStream::new());
    for token in body {
        let is_end = tokens::is_punct(&token, ';') || braces(token.clone()).is_some();
        member.extend([token]);
        if is_end {
            members.push(std::mem::take(&mut member));
        }
    }
    if !member.is_empty() {
        members.push(member);
    }
    members
}

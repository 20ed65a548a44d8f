//! The parts that several items have.

use syn::parse::ParseStream;
use syn::{Attribute, Error, Generics, Result};

use super::attempt::attempt;
use crate::names;

/// Whether an attribute is a `#[callback]`.
pub(super) fn is_callback(attr: &Attribute) -> bool {
    attr.path().segments.last().is_some_and(|last| names::plain(&last.ident) == "callback")
}

/// Reads `<'a, T: Clone>`, if it is there.
pub(super) fn parameters(input: ParseStream<'_>) -> Result<Generics> {
    let mut generics: Generics = attempt(input)?;
    if let Some(unnamed) = generics.type_params().find(|parameter| parameter.ident == "_") {
        return Err(Error::new_spanned(
            unnamed,
            "a generic parameter has a name\nhelp: write its name",
        ));
    }
    generics.params.pop_punct();
    Ok(generics)
}

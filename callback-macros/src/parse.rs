//! From tokens to the model. A fault is reported and stepped over, so that the rest is read too.

mod arguments;
mod attributes;
mod bounds;
mod buffer;
mod closure;
mod functions;
mod generics;
mod item;
mod keys;
mod paths;
mod reader;
mod types;
mod values;

pub(crate) use self::arguments::arguments;
pub(crate) use self::buffer::Buffer;
pub(crate) use self::item::item;

/// What a grammar makes of all the tokens.
#[cfg(test)]
fn whole<T>(
    tokens: proc_macro2::TokenStream,
    read: impl FnOnce(&mut reader::Reader<'_>) -> crate::errors::Result<T>,
) -> crate::errors::Result<T> {
    let buffer = Buffer::new(tokens);
    let mut reader = reader::Reader::new(&buffer);
    let read = read(&mut reader)?;
    reader.end()?;
    Ok(read)
}

#[cfg(test)]
#[expect(clippy::redundant_closure_for_method_calls, reason = "a method is that of one lifetime")]
pub(crate) fn ty(tokens: proc_macro2::TokenStream) -> crate::errors::Result<crate::syntax::Type> {
    whole(tokens, |reader| reader.ty())
}

#[cfg(test)]
#[expect(clippy::redundant_closure_for_method_calls, reason = "as above")]
pub(crate) fn expression(tokens: proc_macro2::TokenStream) -> crate::errors::Result<()> {
    whole(tokens, |reader| reader.expression())
}

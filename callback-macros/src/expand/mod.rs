//! The expansion of a checked declaration into code. Nothing can fail here.

mod accepts;
mod bounds;
mod call;
mod callback;
mod conversion;
mod destroy;
mod docs;
mod expansion;
mod faulty;
mod function;
mod handler;
mod import;
mod item;
mod parameters;
mod parts;
mod places;
mod slots;
mod trampoline;

pub(crate) use self::faulty::{faulty, faulty_function, pass_on};
pub(crate) use self::function::function;
pub(crate) use self::handler::{faulty_handler, table};
pub(crate) use self::import::imports;

use proc_macro2::TokenStream;
use quote::quote;

use self::expansion::Expansion;
use self::item::expand_struct;
use crate::model::Declaration;
use crate::names::Words;

/// Writes the uninhabited type, its `new`, and its implementations of the runtime's traits.
pub(crate) fn declaration(declaration: &Declaration, words: &Words) -> TokenStream {
    let expansion = Expansion::new(declaration, words);
    let ty = expand_struct(
        &declaration.item,
        &expansion.call.runtime,
        Some(&docs::of_type(declaration)),
    );
    let new = expansion.expand_new();
    let callback = expansion.expand_callback();
    let accepts = expansion.expand_accepts();
    let slots = expansion.expand_slots();
    let destroy = expansion.expand_destroy();
    let escapes_only = expansion.expand_escapes_only();
    quote!(#ty #new #callback #accepts #slots #destroy #escapes_only)
}

//! A trait as a table of callbacks: the trait with a `new`, the struct of its functions, and the contract.

mod entry;
mod expansion;
mod faulty;
mod functions;
mod item;
mod references;

use proc_macro2::TokenStream;
use quote::quote;

use self::expansion::TableExpansion;
pub(crate) use self::faulty::faulty_handler;
use self::item::expand_trait;
use self::references::expand_references;
use super::docs;
use crate::model::Table;
use crate::names::Words;

/// Writes the trait, and the items that turn its methods into C functions.
pub(crate) fn table(table: &Table, words: &Words) -> TokenStream {
    let expansion = TableExpansion::new(table, words);
    let new = expansion.expand_new();
    let item = expand_trait(&table.handler, Some(&docs::of_trait(table)), Some(&new));
    let functions = expansion.expand_struct();
    let callback = expansion.expand_callback();
    let entries = expansion.expand_entries();
    let destroy = expansion.expand_destroy();
    let references =
        table.has_references.then(|| expand_references(&table.handler, &expansion.handler));
    quote!(#item #functions #callback #entries #destroy #references)
}

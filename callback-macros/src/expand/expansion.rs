//! The parts of an expansion that several of its items share.

use proc_macro2::{Ident, TokenStream};
use syn::Generics;

use super::bounds::bounds;
use super::call::Call;
use super::parts::{common, conditions, with_parameter};
use crate::model::{Declaration, Kind};
use crate::names::Words;

/// A declaration, and the names and bounds that several of its items use.
pub(super) struct Expansion<'a> {
    pub(super) declaration: &'a Declaration,
    pub(super) call: Call<'a>,
    /// The type parameters for the closure's type and for the lifetime.
    pub(super) closure: Ident,
    pub(super) lifetime: Ident,
    /// Those for the effect of a destroy function, and the type of the user data.
    pub(super) effect: Ident,
    pub(super) user_data: Ident,
    /// The bounds of the closure's type.
    pub(super) bounds: Vec<TokenStream>,
    /// The parameters of the alias and then `closure`, as an `impl` declares them.
    pub(super) with_closure: Generics,
    /// The conditions of the alias, and these with `bounds`.
    pub(super) conditions: TokenStream,
    pub(super) bounded: TokenStream,
    /// The attributes of each item.
    pub(super) common: TokenStream,
}

impl<'a> Expansion<'a> {
    pub(super) fn new(declaration: &'a Declaration, words: &Words) -> Self {
        let is_concurrent = matches!(declaration.kind, Kind::FnSendSync);
        let call = Call { is_concurrent, ..Call::new(&declaration.signature) };
        let closure = words.unused("F");
        let bounds = bounds(declaration, &call.private, &closure);
        let generics = &declaration.item.generics;
        Self {
            declaration,
            call,
            lifetime: words.unused("L"),
            effect: words.unused("D"),
            user_data: words.unused("P"),
            with_closure: with_parameter(generics, &closure),
            closure,
            conditions: conditions(generics, &[]),
            bounded: conditions(generics, &bounds),
            bounds,
            common: common(&declaration.item.attrs),
        }
    }
}

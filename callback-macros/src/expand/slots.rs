//! The functions that C calls where it has no user data: one for each slot.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::expansion::Expansion;
use super::parts::value;
use crate::model::{Context, Declaration};
use crate::names;

impl Expansion<'_> {
    /// Returns the cells of the slots, and their functions; `None`, where C has user data. The runtime has
    /// a macro for them, since few declarations have any.
    pub(super) fn expand_slots(&self) -> Option<TokenStream> {
        let Self { declaration, runtime, abi, returns, common, conditions, .. } = self;
        let Declaration { item, kind, fallback, .. } = declaration;
        let Context::Slots(count) = declaration.context else { return None };
        let types = self.received();
        let arguments = (0..types.len()).map(names::argument);
        let taken = names::ident(if self.takes_bool() { "bytes" } else { "values" });
        let (kind, name) = (names::ident(kind.name()), &item.name);
        let shown = names::plain(name);
        let (declared, named, _) = item.generics.split_for_impl();
        let fallback = value(runtime, fallback.as_ref());
        let numbers = (0..count).map(Literal::u16_unsuffixed);
        let count = Literal::u16_unsuffixed(count);
        Some(quote! {
            #common
            const _: () = {
                #runtime::__slots! {
                    #abi fn(#(#arguments: #types),*) -> #returns, #taken;
                    #kind, #shown, #fallback;
                    #count: #(#numbers)*;
                    impl [#declared] for [#name #named] [#conditions]
                }
            };
        })
    }
}

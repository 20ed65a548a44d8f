//! The functions that C calls where it has no user data: one for each slot.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::Names;
use super::parts::Expression;
use crate::model::{Context, Declaration};
use crate::names;

impl Names<'_> {
    /// The cells of the slots, and their stubs; `None`, where C has user data. The runtime has a macro
    /// for them, as few declarations have any.
    pub(super) fn expand_slots(&self) -> Option<TokenStream> {
        let Self { declaration, runtime, abi, returns, common, .. } = self;
        let Self { declared, named, conditions, .. } = self;
        let Declaration { item, kind, fallback, .. } = declaration;
        let Context::Slots(count) = declaration.context else { return None };
        let types = self.received();
        let mut arguments = Vec::new();
        for at in 0..types.len() {
            arguments.push(names::argument(at));
        }
        let taken = names::ident(if self.takes_bool() { "bytes" } else { "values" });
        let (kind, name) = (names::ident(kind.name()), &item.name);
        let shown = names::plain(name);
        let fallback = Expression(*runtime, fallback.as_ref());
        let mut numbers = Vec::new();
        for number in 0..count {
            numbers.push(Literal::u16_unsuffixed(number));
        }
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

//! The functions that C calls if it has no user data, one for each slot.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::call::Call;
use super::expansion::Expansion;
use crate::model::{Context, Declaration, Fallback};
use crate::names;

impl Expansion<'_> {
    /// Returns the cells of the slots and their functions, or `None` if C has user data. A macro of the
    /// runtime writes them, since few declarations have slots.
    pub(super) fn expand_slots(&self) -> Option<TokenStream> {
        let Self { declaration, call, common, conditions, .. } = self;
        let Call { signature, runtime, abi, returns, returned, .. } = call;
        let Declaration { item, kind, .. } = declaration;
        let Context::Slots(count) = declaration.context else { return None };
        let parameters = call.parameters();
        let (types, arguments) = (parameters.received(), parameters.names());
        let taken = names::ident(if parameters.takes_bool() { "bytes" } else { "values" });
        let (kind, name) = (names::ident(kind.name()), &item.name);
        let shown = names::plain(name);
        let (declared, named, _) = item.generics.split_for_impl();
        let result = names::local("result");
        let fallback = call.expand_fallback();
        let finish = call.expand_result(&quote!(#result), &quote!(__SITE));
        // The trampolines are checked for types that C does not have, unless they return an `Option`.
        let (level, finish) = match signature.fallback {
            Fallback::Constant(_) => ("allow", finish),
            Fallback::Expression(_) | Fallback::Abort => {
                let bindings = parameters.expand_bindings(&arguments);
                ("deny", quote!({ #bindings #finish }))
            }
        };
        let level = names::ident(level);
        let numbers = (0..count).map(Literal::u16_unsuffixed);
        let count = Literal::u16_unsuffixed(count);
        Some(quote! {
            #common
            const _: () = {
                #runtime::__slots! {
                    #abi fn(#(#arguments: #types),*) -> #returns, #taken, #level;
                    #kind, #shown, #fallback;
                    |#result: #returned| #finish;
                    #count: #(#numbers)*;
                    impl [#declared] for [#name #named] [#conditions]
                }
            };
        })
    }
}

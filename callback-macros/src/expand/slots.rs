//! The functions that C calls where it has no user data: one for each slot.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::Names;
use super::item::unsafe_token;
use super::parts::Expression;
use crate::model::{Context, Declaration};
use crate::names;

impl Names<'_> {
    /// The cells of the slots, and their stubs; `None`, where C has user data.
    ///
    /// A stub is no more than a jump to what they share, with its cell.
    pub(super) fn expand_slots(&self) -> Option<TokenStream> {
        let Self { declaration, private, runtime, returns, .. } = self;
        let Declaration { item, kind, abi, fallback, .. } = declaration;
        let (Context::Slots(count), Some(added)) = (&declaration.context, self.added_parameter())
        else {
            return None;
        };
        let Self { declared, named, conditions, common, .. } = self;
        let name = &item.name;
        let shown = names::plain(name);
        let fallback = Expression(*runtime, fallback.as_ref());

        let types = self.received();
        let mut arguments = Vec::new();
        for at in 0..types.len() {
            arguments.push(names::argument(at));
        }
        let unsafety = unsafe_token();
        let head = quote!(#unsafety extern #abi fn);
        let pointer = quote!(#head(#(#types,)* #added) -> #returns);
        let function = quote!(#head(#(#types),*) -> #returns);
        let (cells, stubs) = (names::local("CELLS"), names::local("STUBS"));
        let (number, at) = (names::local("AT"), names::local("at"));
        let (site, otherwise) = (names::local("SITE"), names::local("FALLBACK"));
        let (stub, shared, cell) =
            (names::local("stub"), names::local("shared"), names::local("cell"));
        let (trampoline, context) = (names::local("trampoline"), names::local("context"));
        let length = Literal::u16_unsuffixed(*count);
        let mut each = Vec::new();
        for number in 0..*count {
            let number = Literal::u16_unsuffixed(number);
            each.push(quote!(#stub::<#number>));
        }
        let called = quote! {
            #unsafety { ::core::mem::transmute::<*const (), #pointer>(#trampoline)(#(#arguments,)* #context) }
        };
        let joined = quote! {
            #unsafety {
                let #cell = &#cells[#number];
                ::core::mem::transmute::<*const (), #pointer>(#cell.function())(
                    #(#arguments,)*
                    ::core::ptr::from_ref(#cell).cast_mut().cast()
                )
            }
        };
        let cell_of = quote!(#unsafety { &*#cell.cast::<#private::SlotCell>() });
        let kind = names::ident(kind.name());
        // C passes its own `bool`; the stub takes any byte for one.
        let chosen = if self.takes_bool() {
            quote! {
                #unsafety { ::core::mem::transmute::<#function, Self::Function>(#stubs[#at]) }
            }
        } else {
            quote!(#stubs[#at])
        };
        Some(quote! {
            #common
            const _: () = {
                const #site: &#private::Site = &#private::Site::new(#shown);
                const #otherwise: #returns = #fallback;
                static #cells: [#private::SlotCell; #length] =
                    [const { #private::SlotCell::new(#shared as *const ()) }; #length];
                static #stubs: [#function; #length] = [#(#each),*];

                #[allow(improper_ctypes_definitions)]
                #head #shared(
                    #(#arguments: #types,)* #cell: #added
                ) -> #returns {
                    let #cell = #cell_of;
                    #cell.visit::<#private::kind::#kind, _>(
                        #site, #otherwise, move |#trampoline, #context| #called
                    )
                }

                #[allow(improper_ctypes_definitions)]
                #head #stub<const #number: usize>(#(#arguments: #types),*) -> #returns {
                    #joined
                }

                #unsafety impl #declared #runtime::Slots for #name #named #conditions {
                    type Trampoline = #pointer;

                    fn cells() -> &'static [#private::SlotCell] {
                        &#cells
                    }

                    fn stub(#at: usize) -> Self::Function {
                        #chosen
                    }
                }
            };
        })
    }
}

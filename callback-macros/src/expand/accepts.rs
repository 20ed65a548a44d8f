//! The closures that the declaration accepts, each with its trampoline.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use super::expansion::Expansion;
use super::parts::{arguments, ours, output, unsafe_token};
use crate::model::Closure;
use crate::names;

impl Expansion<'_> {
    pub(super) fn expand_accepts(&self) -> TokenStream {
        let Self { declaration, private, closure, lifetime, with_closure, bounded, common, .. } =
            self;
        let item = &declaration.item;
        let name = &item.name;
        let (declared, _, _) = with_closure.split_for_impl();
        let (_, named, _) = item.generics.split_for_impl();
        let trampoline = self.expand_trampoline();
        let function = self.expand_pointer();
        let matches = declaration.matches.as_ref().map(|typedef| {
            let function = quote!(Self::Function);
            let span = ours(typedef.span());
            quote_spanned!(span=> #private::matches::<#function, #typedef>();)
        });
        let (accepts, method, pointer, signature) = if declaration.has_slots() {
            ("AcceptsInSlot", "trampoline", "Trampoline", None)
        } else {
            ("Accepts", "function", "Function", Some(self.expand_signature()))
        };
        let (accepts, method, pointer) =
            (names::ident(accepts), names::ident(method), names::ident(pointer));
        let unsafety = unsafe_token();
        quote! {
            #common
            #unsafety impl #declared #private::#accepts<#closure> for #name #named #bounded {
                #signature

                fn #method<#lifetime: #private::Lifetime>() -> Self::#pointer {
                    #matches
                    #trampoline
                    #function
                }
            }
        }
    }

    /// Returns the closure's signature, unless it borrows from C in each call.
    fn expand_signature(&self) -> TokenStream {
        let Self { declaration, private, .. } = self;
        let Closure { lifetimes, inputs, output, .. } = &declaration.closure;
        if declaration.closure.borrows() {
            return quote!(type Signature = #private::Borrowing;);
        }
        let output = self::output(output.as_ref());
        quote!(type Signature = #lifetimes fn(#(#inputs),*) #output;)
    }

    /// Returns the trampoline as the `unsafe` function pointer that C takes.
    fn expand_pointer(&self) -> TokenStream {
        let trampoline = names::local("trampoline");
        let Self { declaration, closure, lifetime, abi, .. } = self;
        let arguments = arguments(&declaration.item.generics);
        let function = quote!(#trampoline::<#(#arguments,)* #closure, #lifetime>);
        if declaration.has_slots() || !self.takes_bool() {
            return function;
        }
        // C passes its own `bool`; the trampoline takes any byte for one.
        let types = self.received();
        let output = output(declaration.returns.as_ref());
        let unsafety = unsafe_token();
        let received = quote!(#unsafety extern #abi fn(#(#types),*) #output);
        quote! {
            #unsafety { ::core::mem::transmute::<#received, Self::Function>(#function) }
        }
    }
}

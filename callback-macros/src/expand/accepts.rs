//! The closures that the declaration accepts, each with its trampoline.

use proc_macro2::TokenStream;
use quote::quote;

use super::call::Call;
use super::expansion::Expansion;
use super::parts::{arguments, output, unsafe_token};
use super::places::Place;
use crate::model::Closure;
use crate::names;

impl Expansion<'_> {
    pub(super) fn expand_accepts(&self) -> TokenStream {
        let Self { declaration, call, closure, lifetime, with_closure, bounded, common, .. } = self;
        let (private, runtime) = (&call.private, &call.runtime);
        let item = &declaration.item;
        let name = &item.name;
        let (declared, _, _) = with_closure.split_for_impl();
        let (_, named, _) = item.generics.split_for_impl();
        let trampoline = self.expand_trampoline();
        let function = self.expand_pointer();
        let matches = call.expand_matches(&quote!(Self::Function), &[names::local("trampoline")]);
        let (accepts, method, pointer, signature) = if declaration.has_slots() {
            (quote!(#runtime::checks::AcceptsInSlot), "trampoline", quote!(*const ()), None)
        } else {
            let signature = self.expand_signature();
            (quote!(#private::Accepts), "function", quote!(Self::Function), Some(signature))
        };
        let method = names::ident(method);
        let unsafety = unsafe_token();
        quote! {
            #common
            #unsafety impl #declared #accepts<#closure> for #name #named #bounded {
                #signature

                fn #method<#lifetime: #private::Lifetime>() -> #pointer {
                    #matches
                    #trampoline
                    #function
                }
            }
        }
    }

    /// Returns the closure's signature, unless a call cannot be run on another thread.
    fn expand_signature(&self) -> TokenStream {
        let Call { signature, runtime, .. } = &self.call;
        let Closure { lifetimes, inputs, output, .. } = &signature.closure;
        if signature.closure.borrows() {
            return quote!(type Signature = #runtime::checks::Borrowing;);
        }
        if signature.has_naming_key() {
            return quote!(type Signature = #runtime::checks::Naming;);
        }
        let output = self::output(output.as_ref());
        let pointer = quote!(#lifetimes fn(#(#inputs),*) #output);
        Place::of_closure(signature).associated("Signature", &pointer)
    }

    /// Returns the trampoline as the `unsafe` function pointer that C takes, or without its type for a slot.
    fn expand_pointer(&self) -> TokenStream {
        let trampoline = names::local("trampoline");
        let Self { declaration, call, closure, lifetime, .. } = self;
        let arguments = arguments(&declaration.item.generics);
        let function = quote!(#trampoline::<#(#arguments,)* #closure, #lifetime>);
        if declaration.has_slots() {
            return quote!(#function as *const ());
        }
        let output = call.signature.returns.as_ref();
        call.parameters().expand_pointer(function, call.abi, output, &quote!(Self::Function))
    }
}

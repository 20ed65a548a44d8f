//! The declaration's `new`, and its contract as the runtime's trait `Callback`.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs;
use super::expansion::Expansion;
use super::parts::{ours, output, unsafe_token, value};
use crate::model::{Context, Declaration, Outcome};
use crate::names;

impl Expansion<'_> {
    pub(super) fn expand_new(&self) -> TokenStream {
        let Self { declaration, runtime, private, closure, bounds, conditions, common, .. } = self;
        let item = &declaration.item;
        let (name, visibility) = (&item.name, &item.visibility);
        let (declared, named, _) = item.generics.split_for_impl();
        let argument = names::local("closure");
        // An error about the closure that is passed points to the trait that the declaration names.
        let mut taken = closure.clone();
        taken.set_span(ours(declaration.closure.call.span()));
        let docs = docs::OF_NEW;
        let (context, make) = if declaration.has_slots() {
            ("SlotContext", "slot_context")
        } else {
            ("Context", "context")
        };
        let (context, make) = (names::ident(context), names::ident(make));
        quote! {
            #common
            impl #declared #name #named #conditions {
                #[doc = #docs]
                #visibility fn new<#closure>(#argument: #taken) -> #runtime::#context<Self, #closure>
                where
                    #(#bounds,)*
                {
                    #private::#make(#argument)
                }
            }
        }
    }

    pub(super) fn expand_callback(&self) -> TokenStream {
        let Self { declaration, runtime, private, abi, returns, conditions, common, .. } = self;
        let Declaration { item, closure, kind, parameters, fallback, .. } = declaration;
        let name = &item.name;
        let (declared, named, _) = item.generics.split_for_impl();
        let types = parameters.iter().map(|parameter| &parameter.ty);
        let context = match declaration.context {
            Context::Parameter(at) => {
                let ty = &parameters[at].ty;
                quote!(#ty)
            }
            _ => quote!(*mut ::core::ffi::c_void),
        };
        let outcome = match (&declaration.outcome, &closure.output) {
            (Outcome::Plain, _) | (_, None) => quote!(#private::Plain),
            (_, Some(output)) => quote!(#output),
        };
        let kind = names::ident(kind.name());
        let abi_type = names::abi(&abi.value());
        let shown = names::plain(name);
        let fallback = value(runtime, fallback.as_ref());
        let output = output(declaration.returns.as_ref());
        let unsafety = unsafe_token();
        quote! {
            #common
            #unsafety impl #declared #runtime::Callback for #name #named #conditions {
                type Function = #unsafety extern #abi fn(#(#types),*) #output;
                type Context = #context;
                type Return = #returns;
                type Outcome = #outcome;
                type Kind = #private::kind::#kind;
                type Abi = #private::abi::#abi_type;
                const SITE_VALUE: #private::Site = #private::Site::new(#shown);
                const FALLBACK: #returns = #fallback;
            }
        }
    }
}

//! The function that C calls.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};

use super::conversion::{MOST, Outward, together};
use super::generics::{expand_declared, expand_named, expand_where};
use super::item::{ours, unsafe_token};
use super::{Names, is_bool};
use crate::model::{Context, Declaration};
use crate::syntax::Parameter;
use crate::{names, shape};

impl Names<'_> {
    pub(super) fn expand_trampoline(&self) -> TokenStream {
        let Self { declaration, private, lifetime, closure, bounds, returns, .. } = self;
        let Declaration { item, abi, .. } = declaration;
        let ours = [quote!(#closure), quote!(#lifetime: #private::Lifetime)];
        let impl_generics = expand_declared(&item.generics, &ours);
        let where_clause = expand_where(&item.generics, bounds);
        let arguments = self.arguments();
        let types = self.received();
        let spelling = arguments.iter().any(|argument| !is_snake_case(argument));
        let spelling = spelling.then(|| quote!(#[allow(non_snake_case)]));
        let settled = self.expand_settled(&arguments);
        let unsafety = unsafe_token();
        let trampoline = names::local("trampoline");
        let context = names::local("context");
        let added = self.added_parameter().map(|ty| quote!(#context: #ty));
        let (located, found) = self.expand_context(&arguments);
        let outward = self.expand_outcome();
        let body = self.expand_body(&arguments, &found, &outward);
        let values = outward.values;
        let head = quote!(#unsafety extern #abi fn);
        quote! {
            #[deny(improper_ctypes_definitions, unsafe_op_in_unsafe_fn)]
            #spelling
            #head #trampoline #impl_generics (
                #(#arguments: #types,)* #added
            ) -> #returns #where_clause {
                #settled
                #located
                #values
                #body
            }
        }
    }

    /// Makes values of their types of what may have more bits than those.
    fn expand_settled(&self, arguments: &[Ident]) -> TokenStream {
        let Self { declaration, private, .. } = self;
        let Declaration { parameters, context, .. } = declaration;
        let unsafety = unsafe_token();
        let mut settled = TokenStream::new();
        for (at, Parameter { ty, .. }) in parameters.iter().enumerate() {
            let argument = &arguments[at];
            let is_context = matches!(context, Context::Parameter(context) if *context == at);
            if is_bool(ty) {
                settled.extend(quote! {
                    let #argument = #unsafety { #private::normalise(#argument) };
                });
            } else if !is_context && shape::may_be_narrow(ty) {
                settled.extend(quote!(let #argument = #private::settle(#argument);));
            }
        }
        settled
    }

    /// The names of the trampoline's parameters. An expression that finds the context knows them
    /// by those of the prototype.
    fn arguments(&self) -> Vec<Ident> {
        let by_name = matches!(self.declaration.context, Context::Expression(_));
        let mut arguments = Vec::new();
        for Parameter { name, .. } in &self.declaration.parameters {
            arguments.push(match name {
                Some(name) if by_name => name.clone(),
                _ => names::argument(arguments.len()),
            });
        }
        arguments
    }

    /// The type of the context, where it is not C but a stub that passes it, after the others.
    pub(super) fn added_parameter(&self) -> Option<TokenStream> {
        matches!(self.declaration.context, Context::Slots(_))
            .then(|| quote!(*mut ::core::ffi::c_void))
    }

    /// C's form of the context, and what finds it. That stands where the user's tokens are not
    /// inside our `unsafe`.
    fn expand_context(&self, arguments: &[Ident]) -> (TokenStream, Ident) {
        let Self { declaration, private, .. } = self;
        let context = names::local("context");
        match &declaration.context {
            Context::Parameter(at) => (TokenStream::new(), arguments[*at].clone()),
            Context::Slots(_) => (TokenStream::new(), context),
            Context::Expression(value) => {
                let span = value.tokens.span();
                let value = self.expression(value);
                let value = quote_spanned!(ours(span)=> || #value);
                (quote!(let #context = #private::locate(#value);), context)
            }
        }
    }

    /// What happens under the runtime's guards.
    fn expand_body(&self, arguments: &[Ident], context: &Ident, outward: &Outward) -> TokenStream {
        let Self { declaration, private, closure, lifetime, .. } = self;
        let Outward { way, result, .. } = outward;
        let ty_generics = expand_named(&declaration.item.generics);
        let name = &declaration.item.name;
        let callback = match declaration.context {
            Context::Slots(_) => quote!(#private::Slotted<#name #ty_generics>),
            _ => quote!(#name #ty_generics),
        };
        let passed = self.expand_arguments(arguments);
        let unsafety = unsafe_token();
        if declaration.passed.len() <= MOST {
            return quote! {
                #unsafety {
                    #private::run::<#lifetime, #callback, #closure, #result, _, _>(
                        #context, #passed, #way
                    )
                }
            };
        }
        let (call, entered) = (names::local("call"), names::local("closure"));
        let escapes = names::local("escapes");
        let mut converted = Vec::new();
        for at in 0..declaration.passed.len() {
            converted.push(names::converted(at));
        }
        let taken = together(&converted);
        quote! {
            #unsafety {
                #private::run_with::<#lifetime, #callback, #closure, _>(
                    #context,
                    #passed,
                    move |#taken, #call| {
                        let (#entered, #escapes) = #call.open();
                        #private::Outward::leave(#way, #entered(#(#converted),*), #escapes)
                    },
                )
            }
        }
    }
}

/// Whether the compiler finds a name well spelt for a parameter.
fn is_snake_case(name: &Ident) -> bool {
    !name.to_string().chars().any(char::is_uppercase)
}

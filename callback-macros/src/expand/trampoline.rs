//! The function that C calls.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote, quote_spanned};

use super::Names;
use super::conversion::{MOST, Outward, together};
use super::item::{ours, unsafe_token};
use super::parts::{Expression, Where, is_bool};
use crate::model::{Context, Declaration};
use crate::syntax::Parameter;
use crate::{names, shape};

impl Names<'_> {
    /// The function itself. It is not an `unsafe fn`: in the body of one, an edition before 2024 lets
    /// the user's values do what is unsafe. What it asks of its caller is the contract of the pointer
    /// that it becomes at once, and nothing else names it.
    pub(super) fn expand_trampoline(&self) -> TokenStream {
        let Self { declaration, private, lifetime, closure, bounds, abi, returns, .. } = self;
        let trampoline = names::local("trampoline");
        let item = &declaration.item;
        let declared = &self.declared.0;
        let conditions = Where(&item.generics, bounds);
        let arguments = self.arguments();
        let types = self.received();
        let spelling = arguments.iter().any(|argument| !is_snake_case(argument));
        let spelling = spelling.then(|| quote!(#[allow(non_snake_case)]));
        let settled = self.expand_settled(&arguments);
        let context = names::local("context");
        let added = self.added_parameter().map(|ty| quote!(#context: #ty));
        let (located, found) = self.expand_context(&arguments);
        let Outward { values, way, result } = self.expand_outcome();
        let body = self.expand_body(&arguments, &found, &way, &result);
        quote! {
            #[deny(improper_ctypes_definitions)]
            #spelling
            extern #abi fn #trampoline<
                #(#declared,)* #closure, #lifetime: #private::Lifetime
            >(
                #(#arguments: #types,)* #added
            ) -> #returns #conditions {
                #(#settled)*
                #located
                #values
                #body
            }
        }
    }

    /// Makes values of their types of what may have more bits than those.
    fn expand_settled(&self, arguments: &[Ident]) -> Vec<TokenStream> {
        let Self { declaration, private, .. } = self;
        let Declaration { parameters, context, .. } = declaration;
        let unsafety = unsafe_token();
        let mut settled = Vec::new();
        for (at, Parameter { ty, .. }) in parameters.iter().enumerate() {
            let argument = &arguments[at];
            let is_context = matches!(context, Context::Parameter(context) if *context == at);
            if is_bool(ty) {
                settled.push(quote! {
                    let #argument = #unsafety { #private::normalise(#argument) };
                });
            } else if !is_context && shape::may_be_narrow(ty) {
                settled.push(quote!(let #argument = #private::settle(#argument);));
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

    /// What finds the context, and C's form of it. That stands where the user's tokens are not inside
    /// our `unsafe`.
    fn expand_context(&self, arguments: &[Ident]) -> (Option<TokenStream>, Ident) {
        let Self { declaration, private, runtime, .. } = self;
        let context = names::local("context");
        match &declaration.context {
            Context::Parameter(at) => (None, arguments[*at].clone()),
            Context::Slots(_) => (None, context),
            Context::Expression(value) => {
                let span = value.tokens.span();
                let value = Expression(*runtime, Some(value));
                let value = quote_spanned!(ours(span)=> || #value);
                // The trampoline is in scope here, and is not `unsafe`: what the user wrote, or a
                // macro of the user's, finds this instead. (A key's value is a constant, which could
                // not call it.)
                let trampoline = names::local("trampoline");
                let located = quote! {
                    const #trampoline: () = ();
                    let #context = #private::locate(#value);
                };
                (Some(located), context)
            }
        }
    }

    /// What happens under the runtime's guards.
    fn expand_body(
        &self,
        arguments: &[Ident],
        context: &Ident,
        way: &TokenStream,
        result: &dyn ToTokens,
    ) -> TokenStream {
        let Self { declaration, private, closure, lifetime, .. } = self;
        let callback = Callback(self);
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

/// What the runtime takes for the callback: where C has no user data, not the declaration itself.
struct Callback<'a>(&'a Names<'a>);

impl ToTokens for Callback<'_> {
    fn to_tokens(&self, stream: &mut TokenStream) {
        let Names { declaration, private, named, .. } = self.0;
        let name = &declaration.item.name;
        if let Context::Slots(_) = declaration.context {
            quote!(#private::Slotted<#name #named>).to_tokens(stream);
        } else {
            name.to_tokens(stream);
            named.to_tokens(stream);
        }
    }
}

/// Whether the compiler finds a name well spelt for a parameter.
fn is_snake_case(name: &Ident) -> bool {
    !name.to_string().chars().any(char::is_uppercase)
}

//! The function that C calls.

use std::slice;

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::Generics;
use syn::spanned::Spanned;

use super::call::Call;
use super::conversion::{MOST, Outward, together};
use super::expansion::Expansion;
use super::parts::{self, ours, unsafe_token, with_parameter};
use crate::model::{Context, Fallback, Value};
use crate::names;

/// The function that C calls, without its body. It belongs to a closure or to a method.
pub(super) struct Trampoline<'a> {
    pub(super) call: &'a Call<'a>,
    pub(super) context: &'a Context,
    pub(super) name: Ident,
    /// The parameters of the item, and those for the closure's type and the lifetime.
    pub(super) generics: &'a Generics,
    pub(super) conditions: TokenStream,
    /// The type of a parameter that C does not pass: the context of a slot.
    pub(super) added: Option<TokenStream>,
    /// The names of functions that the user's expressions could call without `unsafe`.
    pub(super) hidden: &'a [Ident],
    /// The declaration for reports.
    pub(super) site: TokenStream,
    /// Whether C gets what the runtime returns. Otherwise, the function of a slot gets it and adds the fallback.
    pub(super) is_for_c: bool,
}

impl Trampoline<'_> {
    /// Writes the function. `run` writes the call of the runtime from the arguments, the context and the
    /// conversion of the result.
    ///
    /// The function is not an `unsafe fn`, because editions before 2024 would allow unsafe operations in the
    /// user's values in its body. Nothing else names it, and it becomes an `unsafe` pointer, which carries
    /// its contract.
    pub(super) fn expand(
        &self,
        run: impl FnOnce(&[Ident], &TokenStream, &TokenStream, &TokenStream) -> TokenStream,
    ) -> TokenStream {
        let Self { call, name, conditions, hidden, .. } = self;
        let Call { signature, abi, returns, returned, .. } = call;
        let (declared, _, _) = self.generics.split_for_impl();
        let received = call.parameters();
        let arguments = received.names();
        let parameters = received.expand(&arguments);
        let levels = received.expand_levels(&arguments);
        let bindings = received.expand_bindings(&arguments);
        let added = self.added.as_ref().map(|ty| {
            let context = names::local("context");
            quote!(#context: #ty)
        });
        let hidden = signature.can_name_trampoline().then(|| parts::hide(hidden));
        let (located, found) = self.expand_context(&arguments);
        let Outward { values, way, result } = call.expand_outcome();
        let body = run(&arguments, &found, &way, &result);
        let (level, returns, body) = if self.is_for_c {
            (names::ident("deny"), returns, call.expand_result(&body, &self.site))
        } else {
            (names::ident("allow"), returned, body)
        };
        quote! {
            #[#level(improper_ctypes_definitions)]
            #levels
            extern #abi fn #name #declared (#parameters #added) -> #returns
            #conditions
            {
                #hidden
                #bindings
                #located
                #values
                #body
            }
        }
    }

    /// Returns a statement that finds the context outside of the generated `unsafe`, and the expression for
    /// it, an `Option`.
    fn expand_context(&self, arguments: &[Ident]) -> (Option<TokenStream>, TokenStream) {
        let context = names::local("context");
        match self.context {
            Context::Parameter(at) => {
                let context = &arguments[*at];
                (None, quote!(::core::option::Option::Some(#context)))
            }
            Context::Slots(_) => (None, quote!(::core::option::Option::Some(#context))),
            Context::Expression(value) => {
                let located = locate(self.call, value);
                (Some(quote!(let #context = #located;)), quote!(#context))
            }
        }
    }
}

impl Expansion<'_> {
    /// Writes the function that C calls.
    pub(super) fn expand_trampoline(&self) -> TokenStream {
        let Self { declaration, call, lifetime, bounded, .. } = self;
        let Call { signature, private, runtime, .. } = call;
        let name = names::local("trampoline");
        let constant = matches!(signature.fallback, Fallback::Constant(_));
        let callback = self.expand_callback_type();
        let trampoline = Trampoline {
            call,
            context: &declaration.context,
            hidden: slice::from_ref(&name),
            name: name.clone(),
            generics: &with_parameter(&self.with_closure, lifetime),
            conditions: quote!(#bounded #lifetime: #private::Lifetime),
            added: self.added_parameter(),
            site: quote!(<#callback as #runtime::Callback>::SITE),
            // C calls the slot's function, which is checked and has the fallback.
            is_for_c: constant || !declaration.has_slots(),
        };
        trampoline.expand(|arguments, context, way, result| {
            self.expand_body(arguments, context, way, result)
        })
    }

    /// Returns the type of the context that a slot's function passes after C's own parameters.
    pub(super) fn added_parameter(&self) -> Option<TokenStream> {
        self.declaration.has_slots().then(|| quote!(*mut ::core::ffi::c_void))
    }

    /// Writes the call of the runtime, which guards the closure.
    fn expand_body(
        &self,
        arguments: &[Ident],
        context: &TokenStream,
        way: &TokenStream,
        result: &TokenStream,
    ) -> TokenStream {
        let Self { call, closure, lifetime, .. } = self;
        let Call { signature, private, .. } = call;
        let callback = self.expand_callback_type();
        let passed = call.expand_arguments(arguments);
        let unsafety = unsafe_token();
        if signature.passed.len() <= MOST {
            return quote! {
                #unsafety {
                    #private::run::<#lifetime, #callback, #closure, #result, _, _>(
                        #context, #passed, #way
                    )
                }
            };
        }
        let (admitted, entered) = (names::local("call"), names::local("closure"));
        let (escapes, escape) = (names::local("escapes"), names::local("escape"));
        let outward = names::local("outward");
        let converted: Vec<_> = (0..signature.passed.len()).map(names::converted).collect();
        let taken = together(&converted);
        quote! {
            #unsafety {
                #private::run_with::<#lifetime, #callback, #closure, _, _, #result, _, _>(
                    #context,
                    #private::only(),
                    #passed,
                    #way,
                    |#taken, #admitted, #outward| {
                        let (#entered, #escapes) = #admitted.into_parts();
                        #private::Outward::return_to_c(
                            #outward,
                            #entered(#(#converted),*),
                            |#escape| #escapes.put(#escape),
                        )
                    },
                )
            }
        }
    }

    /// Returns the type that represents the callback in the runtime. If C has no user data, it is not the
    /// declaration itself.
    fn expand_callback_type(&self) -> TokenStream {
        let Self { declaration, call, .. } = self;
        let private = &call.private;
        let (_, named, _) = declaration.item.generics.split_for_impl();
        let name = &declaration.item.name;
        if declaration.has_slots() {
            quote!(#private::Slotted<#name #named>)
        } else {
            quote!(#name #named)
        }
    }
}

/// Returns the code that evaluates `context = <expression>`.
pub(super) fn locate(call: &Call<'_>, expression: &Value) -> TokenStream {
    let Call { private, runtime, .. } = call;
    let span = ours(expression.span());
    let expression = parts::value(runtime, Some(expression));
    // The compiler reports a wrong type at the argument of this call.
    let located = quote_spanned!(span=> || #runtime::checks::Located::locate(#expression));
    quote!(#private::locate(#located))
}

//! The function that C calls.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use super::call::Call;
use super::conversion::{MOST, Outward, together};
use super::expansion::Expansion;
use super::parts::{self, ours, unsafe_token, with_parameter};
use crate::model::{Context, Fallback, Value};
use crate::names;

impl Expansion<'_> {
    /// Writes the function.
    ///
    /// It is not an `unsafe fn`, because editions before 2024 would allow unsafe operations in the user's
    /// values in its body. Nothing else names the function, and it becomes an `unsafe` pointer, which has
    /// its contract.
    pub(super) fn expand_trampoline(&self) -> TokenStream {
        let Self { call, lifetime, bounded, .. } = self;
        let Call { signature, private, abi, returns, returned, .. } = call;
        let trampoline = names::local("trampoline");
        let with_lifetime = with_parameter(&self.with_closure, lifetime);
        let (declared, _, _) = with_lifetime.split_for_impl();
        let received = call.parameters();
        let arguments = received.names();
        let parameters = received.expand(&arguments);
        let levels = received.expand_levels(&arguments);
        let bindings = received.expand_bindings(&arguments);
        let context = names::local("context");
        let added = self.added_parameter().map(|ty| quote!(#context: #ty));
        // The user's expressions could call the trampoline without `unsafe`. They find this constant instead.
        let hidden = signature.has_expressions.then(|| quote!(const #trampoline: () = ();));
        let (located, found) = self.expand_context(&arguments);
        let Outward { values, way, result } = call.expand_outcome();
        let body = self.expand_body(&arguments, &found, &way, &result);
        let constant = matches!(signature.fallback, Fallback::Constant(_));
        // The function for C is that of the slot, which is checked and has the fallback.
        let (level, returns, body) = if self.declaration.has_slots() && !constant {
            (names::ident("allow"), returned, body)
        } else {
            let runtime = &call.runtime;
            let callback = self.expand_callback_type();
            let site = quote!(<#callback as #runtime::Callback>::SITE);
            (names::ident("deny"), returns, call.expand_result(&body, &site))
        };
        quote! {
            #[#level(improper_ctypes_definitions)]
            #levels
            extern #abi fn #trampoline #declared (#parameters #added) -> #returns
            #bounded #lifetime: #private::Lifetime
            {
                #hidden
                #bindings
                #located
                #values
                #body
            }
        }
    }

    /// Returns the type of the context that a slot's function passes after C's own parameters.
    pub(super) fn added_parameter(&self) -> Option<TokenStream> {
        self.declaration.has_slots().then(|| quote!(*mut ::core::ffi::c_void))
    }

    /// Returns what finds the context, outside of the generated `unsafe`, and the `Option` that has it.
    fn expand_context(&self, arguments: &[Ident]) -> (Option<TokenStream>, TokenStream) {
        let context = names::local("context");
        match &self.declaration.context {
            Context::Parameter(at) => {
                let context = &arguments[*at];
                (None, quote!(::core::option::Option::Some(#context)))
            }
            Context::Slots(_) => (None, quote!(::core::option::Option::Some(#context))),
            Context::Expression(value) => {
                let located = locate(&self.call, value);
                (Some(quote!(let #context = #located;)), quote!(#context))
            }
        }
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
                #private::run_with::<#lifetime, #callback, #closure, #result, _, _>(
                    #context,
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

    /// Returns the type that the runtime takes for the callback. If C has no user data, that is not the
    /// declaration's type itself.
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

/// Returns what evaluates `context = <expression>`.
pub(super) fn locate(call: &Call<'_>, expression: &Value) -> TokenStream {
    let Call { private, runtime, .. } = call;
    let span = ours(expression.span());
    let expression = parts::value(runtime, Some(expression));
    // The compiler reports a wrong type at the argument of this call.
    let located = quote_spanned!(span=> || #runtime::checks::Located::locate(#expression));
    quote!(#private::locate(#located))
}

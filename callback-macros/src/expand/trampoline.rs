//! The function that C calls.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use super::conversion::{MOST, Outward, together};
use super::expansion::Expansion;
use super::parts::{self, ours, unsafe_token, with_parameter};
use crate::model::{Context, Declaration, Parameter, Role, Tuple, ty};
use crate::names;

impl Expansion<'_> {
    /// Writes the function.
    ///
    /// It is not an `unsafe fn`, because editions before 2024 would allow unsafe operations in the user's
    /// values in its body. Nothing else names the function, and it becomes an `unsafe` pointer, which has
    /// its contract.
    pub(super) fn expand_trampoline(&self) -> TokenStream {
        let Self { private, lifetime, bounded, abi, returns, .. } = self;
        let trampoline = names::local("trampoline");
        let with_lifetime = with_parameter(&self.with_closure, lifetime);
        let (declared, _, _) = with_lifetime.split_for_impl();
        let arguments = self.arguments();
        let types = self.received();
        // The closure does not take these, and the expression that has their names may not use them.
        let by_name = matches!(self.declaration.context, Context::Expression(_));
        let unused = self.declaration.parameters.iter().map(|parameter| {
            let is_taken = parameter.role != Role::Ignored && !parameter.is_context();
            (by_name && !is_taken).then(|| quote!(#[allow(unused_variables)]))
        });
        // The name of a parameter that the closure does not take begins with an underscore.
        let underscore = by_name.then(|| quote!(#[allow(clippy::used_underscore_binding)]));
        let spelling = arguments.iter().any(|argument| !is_snake_case(argument));
        let spelling = spelling.then(|| quote!(#[allow(non_snake_case)]));
        let truncated = self.expand_truncated(&arguments);
        let context = names::local("context");
        let added = self.added_parameter().map(|ty| quote!(#context: #ty));
        let (located, found) = self.expand_context(&arguments);
        let Outward { values, way, result } = self.expand_outcome();
        let body = self.expand_body(&arguments, &found, &way, &result);
        quote! {
            #[deny(improper_ctypes_definitions)]
            #spelling
            #underscore
            extern #abi fn #trampoline #declared (
                #(#unused #arguments: #types,)* #added
            ) -> #returns
            #bounded #lifetime: #private::Lifetime
            {
                #(#truncated)*
                #located
                #values
                #body
            }
        }
    }

    /// Turns parameters that may have excess bits into values of their types.
    fn expand_truncated(&self, arguments: &[Ident]) -> Vec<TokenStream> {
        let Self { declaration, private, .. } = self;
        let Declaration { parameters, context, .. } = declaration;
        let unsafety = unsafe_token();
        let is_context = |at| matches!(context, Context::Parameter(context) if *context == at);
        let truncate = |(at, Parameter { ty, .. }): (usize, &Parameter)| {
            let argument = &arguments[at];
            if ty::is_bool(ty) {
                Some(quote!(let #argument = #unsafety { #private::normalise(#argument) };))
            } else if !is_context(at) && ty::may_be_narrow(ty) {
                Some(quote!(let #argument = #private::truncate(#argument);))
            } else {
                None
            }
        };
        parameters.iter().enumerate().filter_map(truncate).collect()
    }

    /// Returns the names of the trampoline's parameters. For an expression that finds the context, they are
    /// those of the prototype.
    fn arguments(&self) -> Vec<Ident> {
        let by_name = matches!(self.declaration.context, Context::Expression(_));
        let name = |(at, parameter): (usize, &Parameter)| match &parameter.name {
            Some(name) if by_name => name.clone(),
            _ => names::argument(at),
        };
        self.declaration.parameters.iter().enumerate().map(name).collect()
    }

    /// Returns the type of the context that a slot's function passes after C's own parameters.
    pub(super) fn added_parameter(&self) -> Option<TokenStream> {
        self.declaration.has_slots().then(|| quote!(*mut ::core::ffi::c_void))
    }

    /// Returns what finds the context, outside of the generated `unsafe`, and the variable that has it.
    fn expand_context(&self, arguments: &[Ident]) -> (Option<TokenStream>, Ident) {
        let Self { declaration, private, runtime, .. } = self;
        let context = names::local("context");
        match &declaration.context {
            Context::Parameter(at) => (None, arguments[*at].clone()),
            Context::Slots(_) => (None, context),
            Context::Expression(value) => {
                let span = ours(value.span());
                let value = parts::value(runtime, Some(value));
                let tuples = self.expand_tuples(arguments);
                let value = if tuples.is_empty() {
                    quote_spanned!(span=> || #value)
                } else {
                    quote_spanned!(span=> || { #tuples #value })
                };
                // The trampoline is in scope here and could be called without `unsafe`. The expression
                // finds this constant instead. (The value of another key is a constant expression, which
                // cannot call it.)
                let trampoline = names::local("trampoline");
                let located = quote! {
                    const #trampoline: () = ();
                    let #context = #private::locate(#value);
                };
                (Some(located), context)
            }
        }
    }

    /// Binds the names of parameters in parentheses, for an expression that finds the context.
    fn expand_tuples(&self, arguments: &[Ident]) -> TokenStream {
        let named = |tuple: &Tuple| {
            let name = tuple.name.as_ref()?;
            let elements = &arguments[tuple.places.clone()];
            Some(quote!(#[allow(unused_variables)] let #name = (#(#elements,)*);))
        };
        self.declaration.tuples.iter().filter_map(named).collect()
    }

    /// Writes the call of the runtime, which guards the closure.
    fn expand_body(
        &self,
        arguments: &[Ident],
        context: &Ident,
        way: &TokenStream,
        result: &TokenStream,
    ) -> TokenStream {
        let Self { declaration, private, closure, lifetime, .. } = self;
        let callback = self.expand_callback_type();
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
        let converted: Vec<_> = (0..declaration.passed.len()).map(names::converted).collect();
        let taken = together(&converted);
        quote! {
            #unsafety {
                #private::run_with::<#lifetime, #callback, #closure, _>(
                    #context,
                    #passed,
                    move |#taken, #call| {
                        let (#entered, #escapes) = #call.into_parts();
                        #private::Outward::return_to_c(#way, #entered(#(#converted),*), #escapes)
                    },
                )
            }
        }
    }

    /// Returns the type that the runtime takes for the callback. If C has no user data, that is not the
    /// declaration's type itself.
    fn expand_callback_type(&self) -> TokenStream {
        let Self { declaration, private, .. } = self;
        let (_, named, _) = declaration.item.generics.split_for_impl();
        let name = &declaration.item.name;
        if declaration.has_slots() {
            quote!(#private::Slotted<#name #named>)
        } else {
            quote!(#name #named)
        }
    }
}

/// Whether the compiler accepts the spelling of a parameter's name.
fn is_snake_case(name: &Ident) -> bool {
    !name.to_string().chars().any(char::is_uppercase)
}

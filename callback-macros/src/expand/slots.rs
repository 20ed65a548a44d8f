//! The functions that C calls if it has no user data, one per slot.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::call::{Call, or_else};
use super::expansion::Expansion;
use crate::model::{Context, Declaration, Fallback, Value};
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
        let types = parameters.received();
        let arguments: Vec<_> = (0..types.len()).map(names::argument).collect();
        let threads = names::ident(if kind.is_send() { "any_thread" } else { "one_thread" });
        let (kind, name) = (names::ident(kind.name()), &item.name);
        let shown = names::plain(name);
        let (declared, named, _) = item.generics.split_for_impl();
        let result = names::local("result");
        let fallback = call.expand_fallback();
        // The compiler checks the trampolines for types that C does not have, unless they return an `Option`.
        let (level, finish) = match &signature.fallback {
            Fallback::Constant(_) => ("allow", quote!(#result)),
            Fallback::Abort => ("deny", call.expand_result(&quote!(#result), &quote!(__SITE))),
            Fallback::Expression(value) => {
                let fallback = expand_fallback(call, value, &arguments);
                ("deny", or_else(&quote!(#result), &fallback))
            }
        };
        let level = names::ident(level);
        let numbers = (0..count).map(Literal::u16_unsuffixed);
        let count = Literal::u16_unsuffixed(count);
        Some(quote! {
            #common
            const _: () = {
                #runtime::__slots! {
                    #abi fn(#(#arguments: #types),*) -> #returns, #level;
                    #threads #kind, #shown, #fallback;
                    |#result: #returned| #finish;
                    #count: #(#numbers)*;
                    impl [#declared] for [#name #named] [#conditions]
                }
            };
        })
    }
}

/// Evaluates a fallback over the parameters of a slot's function.
///
/// A safe function evaluates it, because editions before 2024 would allow unsafe operations in the user's
/// value in the body of an `unsafe fn`. That function takes only the parameters that the value may name, even
/// in a string, since the others need not be `Copy`.
fn expand_fallback(call: &Call<'_>, value: &Value, arguments: &[Ident]) -> TokenStream {
    let Call { signature, returns, .. } = call;
    let received = call.parameters();
    let is_named = |name: &&Ident| value.mentions(name);
    let (mut truncated, mut parameters, mut passed) = (Vec::new(), Vec::new(), Vec::new());
    for (parameter, argument) in signature.parameters.iter().zip(arguments) {
        if let Some(name) = parameter.name.as_ref().filter(is_named) {
            let ty = &parameter.ty;
            truncated.extend(received.truncate(parameter, argument));
            parameters.push(quote!(#name: #ty));
            passed.push(quote!(#argument));
        }
    }
    for tuple in &signature.tuples {
        if let Some(name) = tuple.name.as_ref().filter(is_named) {
            let (all, each) =
                (&signature.parameters[tuple.places.clone()], &arguments[tuple.places.clone()]);
            let types = all.iter().map(|parameter| &parameter.ty);
            let narrow = all.iter().zip(each);
            truncated.extend(
                narrow.filter_map(|(parameter, argument)| received.truncate(parameter, argument)),
            );
            parameters.push(quote!(#name: (#(#types,)*)));
            passed.push(quote!((#(#each,)*)));
        }
    }
    let fallback = names::local("fallback");
    let levels = received.expand_levels(&received.names());
    let many = (parameters.len() > 7).then(|| quote!(#[allow(clippy::too_many_arguments)]));
    let expression = call.expand_expression(value, &quote!(__SITE));
    quote! {
        {
            #many
            #levels
            fn #fallback(#(#parameters),*) -> #returns {
                #expression
            }
            #(#truncated)*
            #fallback(#(#passed),*)
        }
    }
}

//! The parameters of a function that C calls.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::parts::{received, unsafe_token};
use crate::model::{Parameter, Role, Tuple, ty};
use crate::names;

/// The parameters of a trampoline, of a function or of a destroy function.
pub(super) struct Parameters<'a> {
    pub(super) inputs: &'a [Parameter],
    /// Those that were written in parentheses.
    pub(super) tuples: &'a [Tuple],
    /// Whether the user's expressions see the parameters, by the names of the prototype.
    pub(super) has_expressions: bool,
    /// The runtime's module for generated code.
    pub(super) private: &'a TokenStream,
}

impl Parameters<'_> {
    /// Whether C passes its own `bool`.
    pub(super) fn takes_bool(&self) -> bool {
        self.inputs.iter().any(|parameter| ty::is_bool(&parameter.ty))
    }

    /// Returns the types in which the trampoline takes its parameters.
    pub(super) fn received(&self) -> Vec<TokenStream> {
        self.inputs.iter().map(|parameter| received(&parameter.ty)).collect()
    }

    /// Returns the names of the trampoline's parameters. For expressions in the keys, they are those of the
    /// prototype.
    pub(super) fn names(&self) -> Vec<Ident> {
        let name = |(at, parameter): (usize, &Parameter)| match &parameter.name {
            Some(name) if self.has_expressions => name.clone(),
            _ => names::argument(at),
        };
        self.inputs.iter().enumerate().map(name).collect()
    }

    /// Returns the trampoline's parameters.
    pub(super) fn expand(&self, arguments: &[Ident]) -> TokenStream {
        let types = self.received();
        // The closure does not take these, and an expression that can name them need not.
        let unused = self.inputs.iter().map(|parameter| {
            let is_ignored = matches!(parameter.role, Role::Ignored | Role::Context);
            let is_unused = is_ignored && self.has_expressions;
            is_unused.then(|| quote!(#[allow(unused_variables)]))
        });
        quote!(#(#unused #arguments: #types,)*)
    }

    /// Returns the lint levels that the user's names of parameters need.
    pub(super) fn expand_levels(&self, arguments: &[Ident]) -> TokenStream {
        // The name of a parameter that the closure does not take begins with an underscore. A key takes a closure,
        // but no function.
        let expressions = self.has_expressions.then(|| {
            quote! {
                #[allow(
                    clippy::used_underscore_binding,
                    clippy::redundant_closure,
                    clippy::redundant_closure_for_method_calls,
                )]
            }
        });
        let spelling = arguments.iter().any(|argument| !is_snake_case(argument));
        let spelling = spelling.then(|| quote!(#[allow(non_snake_case)]));
        quote!(#spelling #expressions)
    }

    /// Turns parameters that may have excess bits into values of their types, and binds the names of those in
    /// parentheses.
    pub(super) fn expand_bindings(&self, arguments: &[Ident]) -> TokenStream {
        let Self { inputs, tuples, has_expressions, private } = self;
        let unsafety = unsafe_token();
        let truncate = |(Parameter { ty, role, .. }, argument): (&Parameter, &Ident)| {
            if ty::is_bool(ty) {
                Some(quote!(let #argument = #unsafety { #private::normalize(#argument) };))
            } else if *role != Role::Context && ty::may_be_narrow(ty) {
                Some(quote!(let #argument = #private::truncate(#argument);))
            } else {
                None
            }
        };
        let truncated = inputs.iter().zip(arguments).filter_map(truncate);
        let named = |tuple: &Tuple| {
            let name = tuple.name.as_ref().filter(|_| *has_expressions)?;
            let elements = &arguments[tuple.places.clone()];
            Some(quote!(#[allow(unused_variables)] let #name = (#(#elements,)*);))
        };
        let tuples = tuples.iter().filter_map(named);
        quote!(#(#truncated)* #(#tuples)*)
    }
}

/// Whether the compiler accepts the spelling of a parameter's name.
fn is_snake_case(name: &Ident) -> bool {
    !name.to_string().chars().any(char::is_uppercase)
}

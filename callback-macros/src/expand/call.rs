//! A call of C on its way to one of Rust: what closures and functions have in common.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{LitStr, Type};

use super::parts::{self, received, runtime, unsafe_token};
use crate::model::{Fallback, Parameter, Role, Signature, Tuple, ty};
use crate::names;

/// A signature, and what several parts of its expansion name.
pub(super) struct Call<'a> {
    pub(super) signature: &'a Signature,
    /// The runtime crate, and its module for generated code.
    pub(super) runtime: TokenStream,
    pub(super) private: TokenStream,
    /// The calling convention.
    pub(super) abi: &'a LitStr,
    /// The type that C gets: `()`, if that is nothing.
    pub(super) returns: TokenStream,
    /// The type that the runtime gets. If the fallback is no constant, that is an `Option`.
    pub(super) returned: TokenStream,
    /// Whether what is converted has to be `Send`, because calls may overlap.
    pub(super) is_concurrent: bool,
}

impl<'a> Call<'a> {
    pub(super) fn new(signature: &'a Signature) -> Self {
        let runtime = runtime(signature.krate.as_ref());
        let private = quote_spanned!(Span::mixed_site()=> #runtime::__private);
        let returns = match &signature.returns {
            Some(Type::Never(_)) => quote!(#private::Never),
            Some(ty) => quote!(#ty),
            None => quote!(()),
        };
        let returned = match signature.fallback {
            Fallback::Constant(_) => returns.clone(),
            Fallback::Expression(_) | Fallback::Abort => quote!(::core::option::Option<#returns>),
        };
        let abi = &signature.abi;
        Self { signature, runtime, private, abi, returns, returned, is_concurrent: false }
    }

    /// Whether C passes its own `bool`.
    pub(super) fn takes_bool(&self) -> bool {
        self.signature.parameters.iter().any(|parameter| ty::is_bool(&parameter.ty))
    }

    /// Returns the types in which the trampoline takes its parameters.
    pub(super) fn received(&self) -> Vec<TokenStream> {
        self.signature.parameters.iter().map(|parameter| received(&parameter.ty)).collect()
    }

    /// Returns the names of the trampoline's parameters. For expressions in the keys, they are those of the
    /// prototype.
    pub(super) fn arguments(&self) -> Vec<Ident> {
        let name = |(at, parameter): (usize, &Parameter)| match &parameter.name {
            Some(name) if self.signature.has_expressions => name.clone(),
            _ => names::argument(at),
        };
        self.signature.parameters.iter().enumerate().map(name).collect()
    }

    /// Returns the trampoline's parameters.
    pub(super) fn expand_parameters(&self, arguments: &[Ident]) -> TokenStream {
        let types = self.received();
        // The closure does not take these, and an expression that can name them need not.
        let unused = self.signature.parameters.iter().map(|parameter| {
            let is_ignored = matches!(parameter.role, Role::Ignored | Role::Context);
            let is_unused = is_ignored && self.signature.has_expressions;
            is_unused.then(|| quote!(#[allow(unused_variables)]))
        });
        quote!(#(#unused #arguments: #types,)*)
    }

    /// Returns the lint levels that the user's names of parameters need.
    pub(super) fn expand_levels(&self, arguments: &[Ident]) -> TokenStream {
        // The name of a parameter that the closure does not take begins with an underscore. A key takes a closure,
        // but no function.
        let expressions = self.signature.has_expressions.then(|| {
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
        let Self { signature, private, .. } = self;
        let unsafety = unsafe_token();
        let truncate = |(Parameter { ty, role, .. }, argument): (&Parameter, &Ident)| {
            if ty::is_bool(ty) {
                Some(quote!(let #argument = #unsafety { #private::normalise(#argument) };))
            } else if *role != Role::Context && ty::may_be_narrow(ty) {
                Some(quote!(let #argument = #private::truncate(#argument);))
            } else {
                None
            }
        };
        let truncated = signature.parameters.iter().zip(arguments).filter_map(truncate);
        let named = |tuple: &Tuple| {
            let name = tuple.name.as_ref().filter(|_| signature.has_expressions)?;
            let elements = &arguments[tuple.places.clone()];
            Some(quote!(#[allow(unused_variables)] let #name = (#(#elements,)*);))
        };
        let tuples = signature.tuples.iter().filter_map(named);
        quote!(#(#truncated)* #(#tuples)*)
    }

    /// Returns the constant fallback: what the runtime gets for a call without a value.
    pub(super) fn expand_fallback(&self) -> TokenStream {
        match &self.signature.fallback {
            Fallback::Constant(value) => parts::value(&self.runtime, value.as_ref()),
            Fallback::Expression(_) | Fallback::Abort => quote!(::core::option::Option::None),
        }
    }

    /// Returns what C gets for the `returned` of the runtime: with the fallback in place of `None`, if that is no
    /// constant. `site` is the declaration for reports.
    pub(super) fn expand_result(&self, returned: &TokenStream, site: &TokenStream) -> TokenStream {
        let Self { signature, private, runtime, returns, .. } = self;
        let fallback = match &signature.fallback {
            Fallback::Constant(_) => return returned.clone(),
            Fallback::Expression(value) => {
                let span = parts::ours(value.span());
                let value = parts::value(runtime, Some(value));
                let expression = quote_spanned!(span=> || #value);
                quote!(#private::fallback::<#returns>(#site, #expression))
            }
            Fallback::Abort => quote!(#private::abort(#site)),
        };
        let value = names::local("value");
        quote! {
            match #returned {
                ::core::option::Option::Some(#value) => #value,
                ::core::option::Option::None => #fallback,
            }
        }
    }

    /// Checks the key `matches` against the type of the C function.
    pub(super) fn expand_matches(&self, function: &TokenStream) -> Option<TokenStream> {
        let private = &self.private;
        self.signature.matches.as_ref().map(|typedef| {
            let span = parts::ours(typedef.span());
            quote_spanned!(span=> #private::matches::<#function, #typedef>();)
        })
    }
}

/// Whether the compiler accepts the spelling of a parameter's name.
fn is_snake_case(name: &Ident) -> bool {
    !name.to_string().chars().any(char::is_uppercase)
}

//! A call of C on its way to one of Rust: what closures and functions have in common.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{LitStr, Type};

use super::parameters::Parameters;
use super::parts::{self, runtime};
use crate::model::{Fallback, Signature, Value, tokens};
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

    /// Returns what C passes.
    pub(super) fn parameters(&self) -> Parameters<'_> {
        let Signature { parameters, tuples, has_expressions, .. } = self.signature;
        Parameters {
            inputs: parameters,
            tuples,
            has_expressions: *has_expressions,
            runtime: &self.runtime,
            private: &self.private,
        }
    }

    /// Returns the type of the pointer to the function of C.
    pub(super) fn expand_pointer_type(&self) -> TokenStream {
        self.parameters().pointer(self.abi, self.signature.returns.as_ref())
    }

    /// Returns the constant fallback: what the runtime gets for a call without a value.
    pub(super) fn expand_fallback(&self) -> TokenStream {
        match &self.signature.fallback {
            Fallback::Constant(value) => parts::value(&self.runtime, value.as_ref()),
            Fallback::Expression(_) | Fallback::Abort => quote!(::core::option::Option::None),
        }
    }

    /// Returns a statement that evaluates the constant fallback outside of the generated `unsafe`, and what names it.
    pub(super) fn expand_constant(&self) -> (Option<TokenStream>, TokenStream) {
        let (constant, returned) = (self.expand_fallback(), &self.returned);
        if !matches!(self.signature.fallback, Fallback::Constant(Some(_))) {
            return (None, constant);
        }
        let fallback = names::local("fallback");
        (Some(quote!(let #fallback: #returned = const { #constant };)), quote!(#fallback))
    }

    /// Returns what C gets for the `returned` of the runtime: with the fallback in place of `None`, if that is no
    /// constant. `site` is the declaration for reports.
    pub(super) fn expand_result(&self, returned: &TokenStream, site: &TokenStream) -> TokenStream {
        let Self { private, .. } = self;
        match &self.signature.fallback {
            Fallback::Constant(_) => returned.clone(),
            Fallback::Expression(value) => or_else(returned, &self.expand_expression(value, site)),
            Fallback::Abort => or_else(returned, &quote!(#private::abort(#site))),
        }
    }

    /// Evaluates a fallback over the parameters.
    pub(super) fn expand_expression(&self, value: &Value, site: &TokenStream) -> TokenStream {
        let Self { private, runtime, returns, .. } = self;
        let span = parts::ours(value.span());
        let value = parts::value(runtime, Some(value));
        let expression = quote_spanned!(span=> || #value);
        quote!(#private::fallback::<#returns>(#site, #expression))
    }

    /// Checks the key `matches` against the type of the C function. `hidden` are functions that are safe to call.
    pub(super) fn expand_matches(
        &self,
        function: &TokenStream,
        hidden: &[Ident],
    ) -> Option<TokenStream> {
        let runtime = &self.runtime;
        self.signature.matches.as_ref().map(|typedef| {
            let span = parts::ours(typedef.span());
            let check = quote_spanned! {span=>
                let () = <#typedef as #runtime::checks::Matches<#function>>::CHECKED;
            };
            if hidden.is_empty() || !tokens::may_have_items(typedef) {
                return check;
            }
            let hidden = parts::hide(hidden);
            quote!({ #hidden #check })
        })
    }
}

/// Returns what C gets for `returned`, with `fallback` in place of `None`.
pub(super) fn or_else(returned: &TokenStream, fallback: &TokenStream) -> TokenStream {
    let value = names::local("value");
    quote! {
        match #returned {
            ::core::option::Option::Some(#value) => #value,
            ::core::option::Option::None => #fallback,
        }
    }
}

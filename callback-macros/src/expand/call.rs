//! The way of a call from C to Rust, as far as closures and functions have it in common.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{LitStr, Type};

use super::parameters::Parameters;
use super::parts::{self, runtime};
use crate::model::{Fallback, Signature, Value, tokens};
use crate::names;

/// A signature, and the names that several parts of its expansion use.
pub(super) struct Call<'a> {
    pub(super) signature: &'a Signature,
    /// The runtime crate, and its module for generated code.
    pub(super) runtime: TokenStream,
    pub(super) private: TokenStream,
    /// The calling convention.
    pub(super) abi: &'a LitStr,
    /// The type that C gets, which is `()` if C gets nothing.
    pub(super) returns: TokenStream,
    /// The type that the runtime returns. It is an `Option` if the fallback is not a constant.
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

    /// Returns the parameters that C passes.
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

    /// Returns the type of a pointer to the C function.
    pub(super) fn expand_pointer_type(&self) -> TokenStream {
        self.parameters().pointer(self.abi, self.signature.returns.as_ref())
    }

    /// Returns the constant fallback, which the runtime uses for a call without a value.
    pub(super) fn expand_fallback(&self) -> TokenStream {
        match &self.signature.fallback {
            Fallback::Constant(value) => parts::value(&self.runtime, value.as_ref()),
            Fallback::Expression(_) | Fallback::Abort => quote!(::core::option::Option::None),
        }
    }

    /// Returns a statement that evaluates the constant fallback outside of the generated `unsafe`, and the
    /// expression for its value.
    pub(super) fn expand_constant(&self) -> (Option<TokenStream>, TokenStream) {
        let (constant, returned) = (self.expand_fallback(), &self.returned);
        if !matches!(self.signature.fallback, Fallback::Constant(Some(_))) {
            return (None, constant);
        }
        let fallback = names::local("fallback");
        (Some(quote!(let #fallback: #returned = const { #constant };)), quote!(#fallback))
    }

    /// Returns what C gets for the runtime's result `returned`. If the fallback is not a constant, it
    /// replaces `None`. `site` is the declaration for reports.
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

    /// Writes the check that the type of the C function agrees with the key `matches`. `hidden` are the
    /// functions that the user's expression must not reach, since they are safe to call.
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

//! Into the closure and out of it: what is done with each argument, and with the result.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, Type};

use super::Names;
use super::item::ours;
use crate::model::{Declaration, Outcome, Passed};
use crate::{names, shape, tokens};

/// How the closure's result goes on.
pub(super) struct Outward {
    /// What the keys say, evaluated where the user's tokens are not inside our `unsafe`.
    pub(super) values: TokenStream,
    /// The call of the closure, and what C gets of it.
    pub(super) leave: TokenStream,
}

impl Names<'_> {
    /// `let converted_0 = <A as FromC<Raw>>::from_c(argument_0)?;` and so on.
    pub(super) fn expand_conversions(&self, arguments: &[Ident]) -> TokenStream {
        let Self { declaration, private, .. } = self;
        let Declaration { closure, parameters, passed, .. } = declaration;
        let bound = closure.bound_lifetimes();
        let each = closure.inputs.iter().zip(passed).enumerate().map(|(at, (ty, passed))| {
            let (raw, argument) = match *passed {
                Passed::One(at) => pass(&parameters[at].ty, &arguments[at], ty),
                Passed::Slice(first, second) => {
                    let [(first_raw, first), (second_raw, second)] =
                        [first, second].map(|at| pass(&parameters[at].ty, &arguments[at], ty));
                    (quote!((#first_raw, #second_raw)), quote!((#first, #second)))
                }
            };
            let local = names::converted(at);
            let span = ours(ty.span());
            let ty = tokens::elide(ty.to_token_stream(), &bound);
            quote_spanned!(span=> let #local = <#ty as #private::FromC<#raw>>::from_c(#argument)?;)
        });
        each.collect()
    }

    pub(super) fn expand_outcome(&self) -> Outward {
        let closure = &self.declaration.closure;
        let (entered, escapes) = (names::local("closure"), names::local("escapes"));
        let converted = (0..self.declaration.passed.len()).map(names::converted);
        let result = quote!(#entered(#(#converted),*));
        let span = ours(closure.output.as_ref().map_or_else(|| closure.call.span(), Spanned::span));
        match &self.declaration.outcome {
            Outcome::Plain => {
                let output = closure.output.as_ref().map_or_else(
                    || quote_spanned!(span=> ()),
                    |output| tokens::elide(output.to_token_stream(), &closure.bound_lifetimes()),
                );
                Outward {
                    values: TokenStream::new(),
                    leave: quote_spanned!(span=> #escapes.plain::<#output>(#result)),
                }
            }
            Outcome::ControlFlow { go_on, stop } => {
                let (go, end) = (names::local("go_on"), names::local("stop"));
                Outward {
                    values: [self.value(&go, go_on.as_ref()), self.value(&end, stop.as_ref())]
                        .into_iter()
                        .collect(),
                    leave: quote_spanned!(span=> #escapes.control_flow(#result, #go, #end)),
                }
            }
            Outcome::Result { ok: None, err } => {
                let bad = names::local("err");
                Outward {
                    values: self.value(&bad, err.as_ref()),
                    leave: quote_spanned!(span=> #escapes.result(#result, #bad)),
                }
            }
            Outcome::Result { ok, err } => {
                let (good, bad) = (names::local("ok"), names::local("err"));
                Outward {
                    values: [self.value(&good, ok.as_ref()), self.value(&bad, err.as_ref())]
                        .into_iter()
                        .collect(),
                    leave: quote_spanned!(span=> #escapes.unit_result(#result, #good, #bad)),
                }
            }
        }
    }

    /// `let local: Return = const { value };`; without a key, C gets nothing.
    fn value(&self, local: &Ident, value: Option<&Expr>) -> TokenStream {
        let returns = &self.returns;
        let Some(value) = value else { return quote!(let #local = ();) };
        let value = self.expression(value);
        quote!(let #local: #returns = const { #value };)
    }
}

/// The type that C passes and the argument that has it; a `void *` becomes the pointer that the
/// closure's type asks for.
fn pass(raw: &Type, argument: &Ident, ty: &Type) -> (TokenStream, TokenStream) {
    let target = shape::slice(ty).or_else(|| shape::reference(ty)).map(|(target, _)| target);
    match (shape::bare(raw), target) {
        (Type::Ptr(pointer), Some(target))
            if shape::is_void_pointer(raw) && !shape::is_named(target, "c_void") =>
        {
            let mutability = &pointer.mutability;
            let target = if shape::is_named(target, "CStr") {
                quote!(::core::ffi::c_char)
            } else {
                quote!(_)
            };
            (quote!(*#mutability #target), quote!(#argument.cast()))
        }
        _ => (raw.to_token_stream(), argument.to_token_stream()),
    }
}

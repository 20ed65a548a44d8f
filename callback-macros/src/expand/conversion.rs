//! Into the closure and out of it: what is done with each argument, and with the result.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;

use super::Names;
use super::item::ours;
use crate::model::{Declaration, Outcome, Passed};
use crate::syntax::{Type, Value};
use crate::{names, shape, tokens};

/// How the closure's result goes on.
pub(super) struct Outward {
    /// What the keys say, evaluated where the user's tokens are not inside our `unsafe`.
    pub(super) values: TokenStream,
    /// What C gets of the result, as a value for the runtime.
    pub(super) way: TokenStream,
    /// The type of the result.
    pub(super) result: TokenStream,
}

impl Names<'_> {
    /// What C passed, for the runtime: as it is, if C and the closure agree about all of it, and
    /// converted by a closure of ours otherwise.
    pub(super) fn expand_arguments(&self, arguments: &[Ident]) -> TokenStream {
        let Self { declaration, private, .. } = self;
        let Declaration { closure, parameters, passed, .. } = declaration;
        let pairs = || closure.inputs.iter().zip(passed);
        let untouched = pairs().map(|(ty, passed)| match *passed {
            Passed::One(at) if tokens::same(&ty.tokens, &parameters[at].ty.tokens) => {
                Some(arguments[at].to_token_stream())
            }
            _ => None,
        });
        if let Some(untouched) = untouched.collect::<Option<Vec<_>>>() {
            let all = together(untouched.into_iter());
            return quote!(#private::Untouched(#all));
        }
        let bound = closure.bound_lifetimes();
        let each = pairs().enumerate().map(|(at, (ty, passed))| {
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
            let ty = tokens::elide(&ty.tokens, bound);
            quote_spanned!(span=> let #local = <#ty as #private::FromC<#raw>>::from_c(#argument)?;)
        });
        let converted = (0..passed.len()).map(|at| names::converted(at).into_token_stream());
        let all = together(converted);
        quote!(move || { #(#each)* ::core::option::Option::Some(#all) })
    }

    pub(super) fn expand_outcome(&self) -> Outward {
        let Self { declaration, private, returns, .. } = self;
        let closure = &declaration.closure;
        let span = ours(closure.output.as_ref().map_or_else(|| closure.call.span(), Spanned::span));
        let result = closure.output.as_ref().map_or_else(
            || quote_spanned!(span=> ()),
            |output| tokens::elide(&output.tokens, closure.bound_lifetimes()).to_token_stream(),
        );
        let (name, fields) = match &declaration.outcome {
            Outcome::Plain => {
                let untouched = match (&closure.output, &declaration.returns) {
                    (Some(result), Some(returns)) => tokens::same(&result.tokens, &returns.tokens),
                    (result, returns) => result.is_none() && returns.is_none(),
                };
                let way = if untouched {
                    quote!(#private::Whole)
                } else {
                    let local = names::local("result");
                    quote_spanned! {span=>
                        move |#local| <#result as #private::IntoC<#returns>>::into_c(#local)
                    }
                };
                return Outward { values: TokenStream::new(), way, result };
            }
            Outcome::ControlFlow { go_on, stop } => {
                ("Branches", vec![("go_on", go_on.as_ref()), ("stop", stop.as_ref())])
            }
            Outcome::Result { ok: None, err } => ("OrElse", vec![("err", err.as_ref())]),
            Outcome::Result { ok, err } => {
                ("Either", vec![("ok", ok.as_ref()), ("err", err.as_ref())])
            }
        };
        let (name, locals) = (names::local(name), fields.iter().map(|(key, _)| names::local(key)));
        let values = fields.iter().map(|(key, value)| self.value(&names::local(key), *value));
        Outward {
            values: values.collect(),
            way: quote_spanned!(span=> #private::#name { #(#locals),* }),
            result,
        }
    }

    /// `let local: Return = const { value };`; without a key, C gets nothing.
    fn value(&self, local: &Ident, value: Option<&Value>) -> TokenStream {
        let returns = &self.returns;
        let Some(value) = value else { return quote!(let #local = ();) };
        let value = self.expression(value);
        quote!(let #local: #returns = const { #value };)
    }
}

/// How many parameters the runtime can pass to a closure by itself.
pub(super) const MOST: usize = 12;

/// All arguments in one: `(first, (second, ()))`, of which the runtime can make a call; a tuple, where
/// there are too many for that, as types must not be nested too deeply.
pub(super) fn together(
    items: impl DoubleEndedIterator<Item = TokenStream> + ExactSizeIterator,
) -> TokenStream {
    if items.len() > MOST {
        return quote!((#(#items),*));
    }
    items.rev().fold(quote!(()), |others, item| quote!((#item, #others)))
}

/// The type that C passes and the argument that has it; a `void *` becomes the pointer that the
/// closure's type asks for.
fn pass(raw: &Type, argument: &Ident, ty: &Type) -> (TokenStream, TokenStream) {
    let target = shape::slice(ty).or_else(|| shape::reference(ty)).map(|(target, _)| target);
    match (shape::void_pointer(raw), target) {
        (Some(mutable), Some(target)) if !shape::is_named(target, "c_void") => {
            let pointer = if mutable { quote!(*mut) } else { quote!(*const) };
            let target = if shape::is_named(target, "CStr") {
                quote!(::core::ffi::c_char)
            } else {
                quote!(_)
            };
            (quote!(#pointer #target), quote!(#argument.cast()))
        }
        _ => (raw.to_token_stream(), argument.to_token_stream()),
    }
}

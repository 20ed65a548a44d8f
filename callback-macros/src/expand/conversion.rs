//! The conversion of the arguments for the closure, and of its result for C.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Type;
use syn::spanned::Spanned;

use super::call::Call;
use super::parts::{self, ours};
use crate::model::{Fallback, Outcome, Passed, Signature, Value, tokens, ty};
use crate::names;

/// The conversion of the closure's result for C.
pub(super) struct Outward {
    /// The statements that evaluate the values of the keys outside of the generated `unsafe`.
    pub(super) values: Option<TokenStream>,
    /// The value of a runtime type that converts the result.
    pub(super) way: TokenStream,
    /// The type of the result.
    pub(super) result: TokenStream,
}

impl Call<'_> {
    /// Returns the arguments for the runtime: unchanged, if the closure takes all of them as C passes them;
    /// otherwise, a generated closure that converts them.
    pub(super) fn expand_arguments(&self, arguments: &[Ident]) -> TokenStream {
        let Self { signature, runtime, private, .. } = self;
        let Signature { closure, parameters, passed, .. } = signature;
        let untouched = passed.iter().zip(&closure.inputs).map(|(passed, ty)| match passed {
            Passed::One(from) if passed.is(ty, parameters) => Some(arguments[*from].clone()),
            _ => None,
        });
        if let Some(untouched) = untouched.collect::<Option<Vec<_>>>() {
            let all = together(&untouched);
            return quote!(#private::Untouched(#all));
        }
        let bound = closure.bound_lifetimes();
        let pass = |at: usize, ty| pass(&parameters[at].ty, &arguments[at], ty, &bound);
        let (mut each, mut converted) = (Vec::new(), Vec::new());
        for (at, ty) in closure.inputs.iter().enumerate() {
            let (raw, argument) = match &passed[at] {
                Passed::One(at) => pass(*at, ty),
                Passed::Several(places) => {
                    let (raw, arguments): (Vec<_>, Vec<_>) =
                        places.iter().map(|&at| pass(at, ty)).unzip();
                    (quote!((#(#raw,)*)), quote!((#(#arguments,)*)))
                }
            };
            let local = names::converted(at);
            let span = ours(ty.span());
            let for_one_call = ty::is_for_one_call(ty);
            let ty = tokens::elide(ty, &bound);
            let shared = self.is_concurrent && !for_one_call && !passed[at].is(&ty, parameters);
            let value = quote_spanned! {span=>
                <#ty as #private::FromC<#raw>>::from_c(#argument)?
            };
            each.push(if shared {
                quote_spanned!(span=> let #local = <#ty as #runtime::checks::AtOnce>::at_once(#value);)
            } else {
                quote_spanned!(span=> let #local = #value;)
            });
            converted.push(local);
        }
        let all = together(&converted);
        quote!(move || { #(#each)* ::core::option::Option::Some(#all) })
    }

    /// Returns the type of the closure's result, and its span.
    fn expand_output(&self) -> (Span, TokenStream) {
        let closure = &self.signature.closure;
        match &closure.output {
            None => {
                let span = ours(closure.call.span());
                (span, quote_spanned!(span=> ()))
            }
            Some(Type::Never(never)) => {
                let private = &self.private;
                (ours(never.span()), quote!(#private::Never))
            }
            Some(output) => {
                let elided = tokens::elide(output, &closure.bound_lifetimes());
                (ours(output.span()), elided)
            }
        }
    }

    pub(super) fn expand_outcome(&self) -> Outward {
        let Self { signature, private, .. } = self;
        let (span, result) = self.expand_output();
        let (values, way) = match &signature.outcome {
            Outcome::Plain if self.is_untouched() => (None, quote!(#private::Whole)),
            Outcome::Plain => {
                let local = names::local("result");
                let converted = self.expand_conversion(&quote!(#local));
                (None, quote_spanned!(span=> move |#local| #converted))
            }
            Outcome::ControlFlow { go_on, stop } => {
                self.expand_keys(span, &result, go_on.as_ref(), stop.as_ref())
            }
            Outcome::Result { ok, err } => {
                self.expand_keys(span, &result, ok.as_ref(), err.as_ref())
            }
        };
        Outward { values, way: self.expand_or_none(way), result }
    }

    /// Returns the runtime's conversion for a result that C gets unchanged.
    pub(super) fn expand_whole(&self) -> TokenStream {
        let private = &self.private;
        self.expand_or_none(quote!(#private::Whole))
    }

    /// Adapts `way` to the runtime's result, which is an `Option` if the fallback is not a constant.
    fn expand_or_none(&self, way: TokenStream) -> TokenStream {
        let private = &self.private;
        match self.signature.fallback {
            Fallback::Constant(_) => way,
            Fallback::Expression(_) | Fallback::Abort => quote!(#private::OrNone(#way)),
        }
    }

    /// Returns whether C gets the closure's result unchanged.
    fn is_untouched(&self) -> bool {
        match (&self.signature.closure.output, &self.signature.returns) {
            (Some(result), Some(returns)) => tokens::same(result, returns),
            (result, returns) => result.is_none() && returns.is_none(),
        }
    }

    /// Returns the conversion of a result without keys.
    pub(super) fn expand_conversion(&self, result: &TokenStream) -> TokenStream {
        let Self { private, returns, .. } = self;
        if self.is_untouched() {
            return result.clone();
        }
        let (span, ty) = self.expand_output();
        quote_spanned!(span=> <#ty as #private::IntoC<#returns>>::into_c(#result))
    }

    /// Returns the statements that evaluate two keys, and the conversion that uses their values.
    fn expand_keys(
        &self,
        span: Span,
        result: &TokenStream,
        value: Option<&Value>,
        escape: Option<&Value>,
    ) -> (Option<TokenStream>, TokenStream) {
        let Self { signature, private, returns, .. } = self;
        let is_converted = value.is_none()
            && signature.returns.is_some()
            && matches!(signature.outcome, Outcome::Result { .. });
        let (first, value) = if is_converted {
            // A value that cannot be converted is reported here, at the type of the closure's result.
            let local = names::local("value");
            let converted = quote_spanned! {span=>
                |#local| <<#result as #private::Outcome>::Value as #private::IntoC<#returns>>::into_c(#local)
            };
            (None, quote!(#private::Mapping(#converted)))
        } else {
            self.expand_key("value", result, value)
        };
        let (second, escape) = self.expand_key("escape", result, escape);
        let way = quote_spanned! {span=>
            #private::Keys { value: #value, escape: #escape }
        };
        (Some(quote!(#first #second)), way)
    }

    /// Returns a statement that evaluates the value of a key, and the runtime's form of the value. For a
    /// closure, the type is inferred from the parameter of the runtime's function `of_value` or `of_escape`.
    /// Without the key, C gets nothing.
    fn expand_key(
        &self,
        name: &str,
        result: &TokenStream,
        value: Option<&Value>,
    ) -> (Option<TokenStream>, TokenStream) {
        let Self { runtime, private, returns, .. } = self;
        let Some(value) = value else { return (None, quote!(#private::Constant(()))) };
        let local = names::local(name);
        let expression = parts::value(runtime, Some(value));
        if value.is_closure() {
            let function = names::ident(&format!("of_{name}"));
            let span = ours(value.span());
            let statement = quote_spanned! {span=>
                let #local = #runtime::checks::#function::<#result, #returns, _>(#expression);
            };
            return (Some(statement), quote!(#local));
        }
        let statement = quote!(let #local: #returns = const { #expression };);
        (Some(statement), quote!(#private::Constant(#local)))
    }
}

/// The maximum number of parameters that the runtime can pass to a closure without generated code.
pub(super) const MOST: usize = 12;

/// Returns the arguments as a nested list, with which the runtime can call: `(first, (second, ()))`. Returns
/// a flat tuple if there are too many, since types must not be nested too deeply.
pub(super) fn together(items: &[Ident]) -> TokenStream {
    if items.len() > MOST {
        return quote!((#(#items),*));
    }
    items.iter().rev().fold(quote!(()), |others, first| quote!((#first, #others)))
}

/// Returns an argument and the type in which C passes it. A `void *` is cast to the pointer that the closure's
/// type needs.
fn pass(raw: &Type, argument: &Ident, ty: &Type, bound: &[String]) -> (TokenStream, TokenStream) {
    let reference = ty::slice(ty).or_else(|| ty::reference(ty)).map(|(target, _)| target);
    let target = reference.or_else(|| ty::not_null(ty));
    match (ty::void_pointer(raw), target) {
        (Some(mutability), Some(target)) if !ty::is_named(target, "c_void") => {
            let target = if ty::is_named(target, "CStr") {
                quote!(::core::ffi::c_char)
            } else {
                let elided = tokens::elide(target, bound);
                // Without parentheses, the `+` of `A + B` would not belong to the pointer's target.
                let is_sum = matches!(target, Type::TraitObject(_));
                if is_sum { quote!((#elided)) } else { elided }
            };
            (quote!(*#mutability #target), quote!(#argument.cast()))
        }
        _ => (quote!(#raw), quote!(#argument)),
    }
}

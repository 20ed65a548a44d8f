//! Into the closure and out of it: what is done with each argument, and with the result.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};

use super::Names;
use super::item::ours;
use super::parts::{Expression, unit};
use crate::model::{Declaration, Kind, Outcome, Passed};
use crate::syntax::{Type, Value};
use crate::tokens::Tokens;
use crate::{names, shape, tokens};

/// How the closure's result goes on.
pub(super) struct Outward {
    /// What the keys say, evaluated where the user's tokens are not inside our `unsafe`.
    pub(super) values: Option<TokenStream>,
    /// What C gets of the result, as a value for the runtime.
    pub(super) way: TokenStream,
    /// The type of the result.
    pub(super) result: Tokens,
}

impl Names<'_> {
    /// What C passed, for the runtime: as it is, if C and the closure agree about all of it, and
    /// converted by a closure of ours otherwise.
    pub(super) fn expand_arguments(&self, arguments: &[Ident]) -> TokenStream {
        let Self { declaration, private, .. } = self;
        let Declaration { closure, parameters, passed, .. } = declaration;
        let mut untouched = Vec::new();
        for (at, ty) in closure.inputs.iter().enumerate() {
            match passed[at] {
                Passed::One(from) if passed[at].is(&ty.tokens, parameters) => {
                    untouched.push(arguments[from].clone());
                }
                _ => break,
            }
        }
        if untouched.len() == passed.len() {
            let all = together(&untouched);
            return quote!(#private::Untouched(#all));
        }
        let bound = closure.bound_lifetimes();
        let pass = |at: usize, ty| pass(&parameters[at].ty, &arguments[at], ty);
        let (mut each, mut converted) = (Vec::new(), Vec::new());
        for (at, ty) in closure.inputs.iter().enumerate() {
            let (raw, argument) = match passed[at] {
                Passed::One(at) => pass(at, ty),
                Passed::Slice(first, second) => {
                    let (first_raw, first) = pass(first, ty);
                    let (second_raw, second) = pass(second, ty);
                    (quote!((#first_raw, #second_raw)), quote!((#first, #second)))
                }
            };
            let local = names::converted(at);
            let span = ours(ty.tokens.span());
            let for_one_call = shape::is_for_one_call(ty);
            let ty = tokens::elide(&ty.tokens, bound);
            let shared = matches!(declaration.kind, Kind::FnSendSync)
                && !for_one_call
                && !passed[at].is(&ty, parameters);
            let value = quote_spanned! {span=>
                <#ty as #private::FromC<#raw>>::from_c(#argument)?
            };
            each.push(if shared {
                quote_spanned!(span=> let #local = <#ty as #private::AtOnce>::at_once(#value);)
            } else {
                quote_spanned!(span=> let #local = #value;)
            });
            converted.push(local);
        }
        let all = together(&converted);
        quote!(move || { #(#each)* ::core::option::Option::Some(#all) })
    }

    pub(super) fn expand_outcome(&self) -> Outward {
        let Self { declaration, private, returns, .. } = self;
        let closure = &declaration.closure;
        let (span, result) = match &closure.output {
            None => {
                let span = ours(closure.call.span());
                (span, Tokens::from(unit(span)))
            }
            Some(output) => {
                let elided = tokens::elide(&output.tokens, closure.bound_lifetimes());
                (ours(output.tokens.span()), elided)
            }
        };
        let (name, keys) = match &declaration.outcome {
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
                return Outward { values: None, way, result };
            }
            Outcome::ControlFlow { go_on, stop } => {
                ("Branches", vec![("go_on", go_on), ("stop", stop)])
            }
            Outcome::Result { ok: None, err } => ("OrElse", vec![("err", err)]),
            Outcome::Result { ok, err } => ("Either", vec![("ok", ok), ("err", err)]),
        };
        let name = names::ident(name);
        let (mut values, mut fields) = (TokenStream::new(), TokenStream::new());
        for (field, value) in keys {
            let local = names::local(field);
            let field = names::ident(field);
            self.value(&local, value.as_ref()).to_tokens(&mut values);
            quote!(#field: #local,).to_tokens(&mut fields);
        }
        Outward {
            values: Some(values),
            way: quote_spanned!(span=> #private::#name { #fields }),
            result,
        }
    }

    /// `let local: Return = const { value };`; without a key, C gets nothing.
    fn value(&self, local: &Ident, value: Option<&Value>) -> TokenStream {
        let returns = &self.returns;
        let Some(value) = value else { return quote!(let #local = ();) };
        let value = Expression(self.runtime, Some(value));
        quote!(let #local: #returns = const { #value };)
    }
}

/// How many parameters the runtime can pass to a closure by itself.
pub(super) const MOST: usize = 12;

/// All arguments in one: `(first, (second, ()))`, of which the runtime can make a call; a tuple, where
/// there are too many for that, as types must not be nested too deeply.
pub(super) fn together(items: &[Ident]) -> TokenTree {
    let all = |inside| Group::new(Delimiter::Parenthesis, inside).into();
    if items.len() > MOST {
        return all(quote!(#(#items),*));
    }
    let [first, others @ ..] = items else { return unit(Span::call_site()) };
    let others = together(others);
    all(quote!(#first, #others))
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

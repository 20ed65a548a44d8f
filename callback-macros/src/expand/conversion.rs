//! How the arguments reach the closure, and how its result reaches C.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::Type;
use syn::spanned::Spanned;

use super::expansion::Expansion;
use super::parts::{self, ours};
use crate::model::{Declaration, Kind, Outcome, Passed, Value, tokens, ty};
use crate::names;

/// How the closure's result reaches C.
pub(super) struct Outward {
    /// The values of the keys, evaluated outside of the generated `unsafe`.
    pub(super) values: Option<TokenStream>,
    /// The runtime's value that turns the result into what C gets.
    pub(super) way: TokenStream,
    /// The type of the result.
    pub(super) result: TokenStream,
}

impl Expansion<'_> {
    /// Returns the arguments for the runtime: as C passed them, if the closure takes all of them so, or else
    /// a generated closure that converts them.
    pub(super) fn expand_arguments(&self, arguments: &[Ident]) -> TokenStream {
        let Self { declaration, private, .. } = self;
        let Declaration { closure, parameters, passed, .. } = declaration;
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
                (span, quote_spanned!(span=> ()))
            }
            Some(output) => {
                let elided = tokens::elide(output, &closure.bound_lifetimes());
                (ours(output.span()), elided)
            }
        };
        let (name, keys) = match &declaration.outcome {
            Outcome::Plain => {
                let untouched = match (&closure.output, &declaration.returns) {
                    (Some(result), Some(returns)) => tokens::same(result, returns),
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
        let locals: Vec<_> = keys.iter().map(|(field, _)| names::local(field)).collect();
        let fields = keys.iter().map(|(field, _)| names::ident(field));
        let values = keys.iter().zip(&locals);
        let values = values.map(|((_, value), local)| self.expand_value(local, value.as_ref()));
        Outward {
            values: Some(quote!(#(#values)*)),
            way: quote_spanned!(span=> #private::#name { #(#fields: #locals,)* }),
            result,
        }
    }

    /// Returns `let local: Return = const { value };`. Without the key, C gets nothing.
    fn expand_value(&self, local: &Ident, value: Option<&Value>) -> TokenStream {
        let Self { runtime, returns, .. } = self;
        let Some(value) = value else { return quote!(let #local = ();) };
        let value = parts::value(runtime, Some(value));
        quote!(let #local: #returns = const { #value };)
    }
}

/// The maximum number of parameters that the runtime can pass to a closure by itself.
pub(super) const MOST: usize = 12;

/// Returns all arguments in one: `(first, (second, ()))`, of which the runtime can make a call; a tuple if
/// there are too many for that, since types must not be nested too deeply.
pub(super) fn together(items: &[Ident]) -> TokenStream {
    if items.len() > MOST {
        return quote!((#(#items),*));
    }
    items.iter().rev().fold(quote!(()), |others, first| quote!((#first, #others)))
}

/// Returns the type that C passes and the argument that has it; a `void *` becomes the pointer that the
/// closure's type asks for.
fn pass(raw: &Type, argument: &Ident, ty: &Type, bound: &[String]) -> (TokenStream, TokenStream) {
    let reference = ty::slice(ty).or_else(|| ty::reference(ty)).map(|(target, _)| target);
    let target = reference.or_else(|| ty::not_null(ty));
    match (ty::void_pointer(raw), target) {
        (Some(mutability), Some(target)) if !ty::is_named(target, "c_void") => {
            let target = if ty::is_named(target, "CStr") {
                quote!(::core::ffi::c_char)
            } else {
                tokens::elide(target, bound)
            };
            (quote!(*#mutability #target), quote!(#argument.cast()))
        }
        _ => (quote!(#raw), quote!(#argument)),
    }
}

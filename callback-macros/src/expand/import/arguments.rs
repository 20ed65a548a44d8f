//! The arguments of C, in order.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{PointerMutability, Type};

use super::expansion::{Wrapper, context, destroy, function, out, together};
use crate::expand::parts;
use crate::model::{ImportRole, ImportSource, tokens, ty};
use crate::names;

/// The preparations of a wrapper for the call of C, and the arguments that it passes.
pub(super) struct Arguments {
    /// The statements that convert arguments and create the places that C writes to.
    pub(super) statements: TokenStream,
    pub(super) passed: Vec<TokenStream>,
    /// The positions of the parameters that C writes to.
    pub(super) outs: Vec<usize>,
}

impl Wrapper<'_> {
    /// Writes the conversion of each argument.
    pub(super) fn expand_arguments(&self) -> Arguments {
        let runtime = self.runtime;
        let is_from = matches!(self.imports.source, ImportSource::From(_));
        let (mut statements, mut passed, mut outs) = (TokenStream::new(), Vec::new(), Vec::new());
        let lifetimes = self.import.lifetimes();
        for (at, parameter) in self.import.parameters.iter().enumerate() {
            let ty = &parameter.ty;
            let span = self.places[at];
            match &parameter.role {
                ImportRole::Whole => {
                    let name = self.taken(at);
                    passed.push(quote!(#name));
                }
                ImportRole::Converted(types) => {
                    let name = self.taken(at);
                    let locals: Vec<_> = (0..types.len())
                        .map(|part| names::local(&format!("argument_{at}_{part}")))
                        .collect();
                    let pattern = together(&locals);
                    let (source, is_cast): (Vec<_>, Vec<_>) =
                        types.iter().map(|raw| typed(raw, ty)).unzip();
                    let raw = together(&source);
                    // With an elided lifetime, a `&mut T` is reborrowed.
                    let elided = tokens::elide(ty, &lifetimes);
                    let value = if ty::is_pointer(ty) && types.len() == 1 {
                        quote!(#name)
                    } else if is_address(types, ty) {
                        self.expand_address(&name, ty, &lifetimes, &raw, span)
                    } else {
                        let runtime = self.runtime_at(span);
                        quote_spanned!(span=> <#elided as #runtime::checks::Argument<#raw>>::pass(#name))
                    };
                    statements.extend(quote!(let #pattern = #value;));
                    for ((local, raw), is_cast) in locals.iter().zip(types).zip(is_cast) {
                        if is_cast {
                            // The annotation makes the cast produce this type, instead of inferring the one
                            // that the function takes.
                            statements.extend(quote!(let #local: #raw = #local.cast();));
                        }
                        // An existing function may take a different type. The compiler reports it here.
                        let local = placed(local.clone(), span);
                        passed.push(quote!(#local));
                    }
                }
                ImportRole::Fixed(ty, value) => {
                    let local = names::argument(at);
                    let value = parts::value(runtime, Some(value));
                    statements.extend(quote!(let #local: #ty = #value;));
                    passed.push(quote!(#local));
                }
                ImportRole::Out => {
                    let (place, pointer) = (out(at), names::argument(at));
                    statements.extend(quote! {
                        let mut #place = ::core::mem::MaybeUninit::<#ty>::uninit();
                        let #pointer = #place.as_mut_ptr();
                    });
                    passed.push(quote!(#pointer));
                    outs.push(at);
                }
                ImportRole::Callback(callback) => {
                    let function = function(*callback);
                    passed.push(if is_from {
                        self.expand_pass(function, span)
                    } else {
                        quote!(#function)
                    });
                }
                ImportRole::Context(callback) => {
                    let context = context(*callback);
                    let (context, runtime) = (placed(context, span), self.runtime_at(span));
                    // The typedef and the function may spell the user data differently: `LPARAM` and `void *`.
                    passed.push(quote_spanned! {span=>
                        #runtime::checks::user_data::<_, #ty>(#context)
                    });
                }
                ImportRole::Destroy(callback) => {
                    let (destroy, runtime) =
                        (placed(destroy(*callback), span), self.runtime_at(span));
                    let declared = quote_spanned! {span=>
                        <#ty as #runtime::checks::Matches<_>>::from_function(#destroy)
                    };
                    passed.push(if is_from {
                        let actual = self.expand_pass(destroy, span);
                        quote_spanned!(span=> { let _ = #declared; #actual })
                    } else {
                        declared
                    });
                }
            }
        }
        Arguments { statements, passed, outs }
    }

    /// Passes a reference for a `void *`. For an `Option`, only its content is converted, since users cannot
    /// implement `IntoC<*const c_void>` for an `Option`.
    fn expand_address(
        &self,
        name: &Ident,
        ty: &Type,
        lifetimes: &[String],
        raw: &TokenStream,
        span: Span,
    ) -> TokenStream {
        let runtime = self.runtime_at(span);
        let target = tokens::elide(ty::optional(ty), lifetimes);
        let pass = |name: &Ident| {
            quote_spanned! {span=> {
                #[allow(unused_imports)]
                use #runtime::checks::Address as _;
                #runtime::checks::ToVoid::<#target, #raw>::new(#name).pass()
            }}
        };
        if !ty::is_named(ty, "Option") {
            return pass(name);
        }
        let inner = names::local("target");
        let some = pass(&inner);
        quote_spanned! {span=>
            match #name {
                ::core::option::Option::Some(#inner) => #some,
                // This coerces to `*const` if that is what C takes.
                ::core::option::Option::None => ::core::ptr::null_mut::<::core::ffi::c_void>(),
            }
        }
    }

    /// Passes a function pointer in the form that the C function's type has: bare, as an `Option`, or without
    /// `unsafe`.
    fn expand_pass(&self, function: Ident, span: Span) -> TokenStream {
        let (function, runtime) = (placed(function, span), self.runtime_at(span));
        quote_spanned!(span=> #runtime::checks::Matches::from_function(#function))
    }
}

/// Returns a local variable with the span `place`, where the compiler then reports its faults.
pub(super) fn placed(mut local: Ident, place: Span) -> Ident {
    local.set_span(place);
    local
}

/// Returns whether C takes a reference as a `void *`. It is passed as its address, unless the user has a conversion.
fn is_address(types: &[Type], ty: &Type) -> bool {
    let [raw] = types else { return false };
    let (Some(mutability), Some((target, mutable))) = (ty::void_pointer(raw), ty::reference(ty))
    else {
        return false;
    };
    let is_other = ty::slice(ty).is_some()
        || ["CStr", "c_void", "str"].iter().any(|name| ty::is_named(target, name));
    !is_other && (mutable.is_some() || matches!(mutability, PointerMutability::Const(_)))
}

/// Returns the type to which an argument of type `ty` is converted for C's type `raw`, and whether the result
/// is then cast. A reference becomes a pointer to its target, even if C has a `void *`.
fn typed(raw: &Type, ty: &Type) -> (TokenStream, bool) {
    let Some(mutability) = ty::void_pointer(raw) else { return (quote!(#raw), false) };
    if ty::is_pointer(ty) {
        return (quote!(#raw), ty::void_pointer(ty).is_none());
    }
    let is_text = |target: &Type| ty::is_named(target, "CStr") || ty::is_name(target, "str");
    let text = ty::reference(ty).map(|(target, _)| target).filter(|target| is_text(target));
    let slice = ty::slice(ty).map(|(target, _)| target);
    match slice.or(text).or_else(|| ty::not_null(ty)) {
        Some(target) if !ty::is_named(target, "c_void") => {
            let target = if is_text(target) {
                quote!(::core::ffi::c_char)
            } else {
                let target = ty::without_plus(target.clone());
                quote!(#target)
            };
            (quote!(*#mutability #target), true)
        }
        _ => (quote!(#raw), false),
    }
}

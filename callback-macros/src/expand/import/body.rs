//! The body of a wrapper: the call of C, and the callbacks around it.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::Type;
use syn::spanned::Spanned;

use super::arguments::{Arguments, placed};
use super::expansion::{Wrapper, bound, context, destroy, function, out, slot, together};
use super::foreign::{foreign_name, name_in_module};
use crate::expand::parts::{self, ours, unsafe_token};
use crate::model::{ImportResult, ImportRole, ImportSource, ImportedCallback, Kept, Value};
use crate::names;

/// The values that the expression for a call produces, from C's result and from the callbacks: the pattern
/// that binds them, and the parts that the wrapper returns.
struct Returned {
    pattern: TokenStream,
    parts: Vec<TokenStream>,
}

/// The expression that unregisters a callback.
struct Unset {
    /// Copies of the values from C that the expression mentions: the result, and what C has written.
    copied: Vec<TokenStream>,
    /// The closure that takes the copies.
    closure: TokenStream,
}

impl Wrapper<'_> {
    /// Returns the expression for the call, built from the inside out: the call of C, the callbacks that C
    /// keeps, the scopes, and the returned value.
    pub(super) fn expand_body(&self, Arguments { passed, outs, .. }: &Arguments) -> TokenStream {
        let import = self.import;
        let has_error = import.result.error().is_some();
        let mut body = self.expand_checked(&self.expand_call(passed));
        let leaked = self.expand_leaked();
        if !leaked.is_empty() {
            body = quote!({ #leaked #body });
        }
        let value = names::local("value");
        let has_value = import.result.value().is_some();
        let mut returned = Returned {
            pattern: if has_value { quote!(#value) } else { quote!(()) },
            parts: has_value.then(|| quote!(#value)).into_iter().collect(),
        };
        let mut registrations = Vec::new();
        for (at, callback) in import.callbacks.iter().enumerate().rev() {
            let ImportedCallback { declaration, kept, .. } = callback;
            let (closure, taken) = (&self.closures[at], self.taken(callback.at));
            let (function, context, destroy) = (function(at), context(at), destroy(at));
            let span = self.place(callback);
            let runtime = self.runtime_at(span);
            let imports =
                quote_spanned!(span=> <#declaration as #runtime::ImportsStatic<#closure>>);
            match kept {
                Kept::Once => {
                    body =
                        quote_spanned!(span=> #imports::once(#taken, |#function, #context| #body));
                }
                Kept::Notified => {
                    body = quote_spanned! {span=>
                        #imports::notified(#taken, |#function, #context, #destroy| #body)
                    };
                }
                Kept::Register(unset) => {
                    let unset = self.expand_unset(unset, span);
                    let (pattern, kept) = (&returned.pattern, names::local("kept"));
                    let Unset { copied, closure: unset } = unset;
                    // The values for `unset` are copied, since the caller gets them, too.
                    let map = if copied.is_empty() {
                        quote!(((), #kept))
                    } else {
                        quote_spanned! {span=> {
                            #[allow(unused_variables)]
                            let #pattern = #kept;
                            ((#(#copied,)*), #pattern)
                        }}
                    };
                    body = quote_spanned! {span=>
                        #imports::register(
                            #taken,
                            |#function, #context| #body.map(|#kept| #map),
                            #unset,
                        )
                    };
                    let registration = names::local(&format!("registration_{at}"));
                    returned.pattern = quote!((#pattern, #registration));
                    registrations.push((at, quote!(#registration)));
                }
                Kept::Scope | Kept::Slot | Kept::Forever => {}
            }
        }
        for (at, callback) in self.scopes().collect::<Vec<_>>().into_iter().rev() {
            body = self.expand_scope(at, callback, &body, has_error);
        }
        let written = outs.iter().map(|&at| {
            let (place, unsafety) = (out(at), unsafe_token());
            quote!(#unsafety { #place.assume_init() })
        });
        returned.parts.extend(written);
        let slots = import.callbacks.iter().enumerate();
        let slots = slots.filter(|(_, callback)| matches!(callback.kept, Kept::Slot));
        registrations.extend(slots.map(|(at, _)| {
            let slot = slot(at);
            (at, quote!(#slot))
        }));
        registrations.sort_by_key(|(at, _)| *at);
        returned.parts.extend(registrations.into_iter().map(|(_, part)| part));
        self.expand_returned(body, returned, has_error)
    }

    /// Writes the call of C.
    fn expand_call(&self, arguments: &[TokenStream]) -> TokenStream {
        let Self { import, imports, .. } = self;
        let unsafety = unsafe_token();
        let name = ours(import.name.span());
        let place = match (&imports.source, import.callbacks.first()) {
            // The type of the foreign function mentions the callbacks. If one of them is not a callback, the
            // compiler reports that at this place, once.
            (ImportSource::Linked, Some(callback)) => self.place(callback),
            // The same applies to a type that is not an error.
            (ImportSource::Linked, None) => match &import.result {
                ImportResult::Status(error) => error.span(),
                _ => name,
            },
            _ => name,
        };
        let function = match &imports.source {
            ImportSource::From(path) => {
                let name = name_in_module(import);
                quote!(#path::#name)
            }
            ImportSource::Linked if !import.is_generic() => {
                let mut name = foreign_name(import);
                name.set_span(place);
                name.into_token_stream()
            }
            _ => names::local("foreign").into_token_stream(),
        };
        let call = quote_spanned!(place=> #function(#(#arguments),*));
        // An existing function may be safe, and its name may be in scope.
        match &imports.source {
            ImportSource::From(_) => {
                quote_spanned!(place=> { #[allow(unused_unsafe, unused_qualifications)] #unsafety { #call } })
            }
            _ => quote!(#unsafety { #call }),
        }
    }

    /// Writes the `call` and, directly after it, the check of its result.
    fn expand_checked(&self, call: &TokenStream) -> TokenStream {
        let at = |ty: &Type| {
            let span = ours(ty.span());
            (span, self.runtime_at(span))
        };
        // A foreign function is declared with the wrapper's result, so only an existing function can return
        // something else.
        let is_from = matches!(self.imports.source, ImportSource::From(_));
        match &self.import.result {
            ImportResult::Whole(None) if is_from => {
                self.expand_returned_as(&quote!(()), self.import.name.span(), call)
            }
            ImportResult::Whole(None) => quote!({ let () = #call; }),
            ImportResult::Whole(Some(ty)) => {
                if !is_from || matches!(**ty, Type::Never(_)) {
                    return call.clone();
                }
                self.expand_returned_as(&quote!(#ty), ty.span(), call)
            }
            ImportResult::Status(error) => {
                let (span, runtime) = at(error);
                let call = if is_from {
                    let raw = quote_spanned!(span=> <#error as #runtime::Status>::C);
                    self.expand_returned_as(&raw, error.span(), call)
                } else {
                    call.clone()
                };
                // The type of the foreign function has the same fault at the same place: see `expand_call`.
                let raw = names::at("__raw", error.span());
                quote_spanned!(span=> { let #raw = #call; <#error as #runtime::Status>::check(#raw) })
            }
            ImportResult::Checked(types) => {
                let (ty, error) = &**types;
                let call = if is_from {
                    self.expand_returned_as(&quote!(#ty), ty.span(), call)
                } else {
                    call.clone()
                };
                let (span, runtime) = at(error);
                quote_spanned!(span=> <#error as #runtime::Check<#ty>>::check(#call))
            }
        }
    }

    /// Writes a check that an existing function returns the type that the block declares. `place` is that of
    /// the declared type.
    fn expand_returned_as(&self, ty: &TokenStream, place: Span, call: &TokenStream) -> TokenStream {
        let span = ours(place);
        let runtime = self.runtime_at(span);
        let returned = placed(names::local("returned"), span);
        quote_spanned! {span=> {
            let #returned = #call;
            #runtime::checks::Returned::<#ty>::returned(#returned)
        }}
    }

    /// Returns the closure for an `unset`, with copies of the values from C that it mentions.
    fn expand_unset(&self, unset: &Value, span: Span) -> Unset {
        let place = unset.span();
        let [function, user, result] =
            ["function", "user", "result"].map(|name| names::at(name, place));
        let value = parts::value(self.runtime, Some(unset));
        let error = self.import.result.error();
        let (mut copied, mut taken) = (Vec::new(), Vec::new());
        let runtime = self.runtime_at(span);
        if unset.mentions(&result) {
            copied.push(match self.import.result.value() {
                Some(ty) => {
                    let span = ours(ty.span());
                    let (local, runtime) =
                        (placed(names::local("value"), span), self.runtime_at(span));
                    quote_spanned!(span=> #runtime::checks::copy(&#local))
                }
                None => quote!(()),
            });
            taken.push(quote!(#result));
        }
        for (at, parameter) in self.import.parameters.iter().enumerate() {
            if matches!(parameter.role, ImportRole::Out) && unset.mentions(&parameter.name) {
                // This reads through the pointer that C has. The surrounding closure is created before C is called. If
                // it captured a reference to the place, C could not write there.
                let (pointer, unsafety) = (names::argument(at), unsafe_token());
                copied.push(quote_spanned! {span=>
                    #runtime::checks::copy(#unsafety { &*#pointer })
                });
                let name = &parameter.name;
                taken.push(quote!(#name));
            }
        }
        let pattern = if taken.is_empty() { quote!(()) } else { quote!((#(#taken,)*)) };
        let span = ours(place);
        let closure = quote_spanned! {span=>
            #[allow(unused_variables)]
            move |#function, #user, #pattern| -> ::core::result::Result<(), #error> { #value }
        };
        Unset { copied, closure }
    }

    /// Writes the hand-over of a closure for the call in `body`.
    fn expand_scope(
        &self,
        at: usize,
        callback: &ImportedCallback,
        body: &TokenStream,
        has_error: bool,
    ) -> TokenStream {
        let ImportedCallback { declaration, has_context, .. } = callback;
        let (closure, taken) = (&self.closures[at], self.taken(callback.at));
        let (function, bound) = (function(at), bound(callback));
        let context = has_context.then(|| {
            let context = context(at);
            quote!(, #context)
        });
        let span = self.place(callback);
        let runtime = self.runtime_at(span);
        let scope = quote_spanned! {span=>
            <#declaration as #runtime::#bound<#closure>>::scope(#taken, |#function #context| #body)
        };
        if has_error {
            quote_spanned!(span=> #runtime::checks::transpose::<#declaration, _, _>(#scope))
        } else {
            scope
        }
    }

    /// Writes the conversion from the value of `body` to the value that the wrapper returns.
    fn expand_returned(
        &self,
        body: TokenStream,
        Returned { pattern, parts }: Returned,
        has_error: bool,
    ) -> TokenStream {
        let whole = together(&parts);
        if pattern.to_string() == whole.to_string() {
            return body;
        }
        let scopes: Vec<_> = self.scopes().map(|(_, callback)| callback).collect();
        let inner = names::local("inner");
        let mut map = quote!(|#pattern| #whole);
        for callback in scopes.iter().rev() {
            let declaration = &callback.declaration;
            let span = self.place(callback);
            let runtime = self.runtime_at(span);
            map = quote_spanned! {span=>
                |#inner| #runtime::checks::map::<#declaration, _, _>(#inner, #map)
            };
        }
        if has_error { quote!(#body.map(#map)) } else { quote!((#map)(#body)) }
    }
}

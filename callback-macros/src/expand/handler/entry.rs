//! The trampolines, one per method.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Type;
use syn::spanned::Spanned;

use super::super::call::Call;
use super::super::conversion::together;
use super::super::docs;
use super::super::parts::{arguments, unsafe_token, with_parameter};
use super::super::trampoline::Trampoline;
use super::expansion::TableExpansion;
use crate::model::{Entry, Method, Outcome, Receiver, tokens, ty};
use crate::names;

impl TableExpansion<'_> {
    /// Writes the handlers that the trait accepts, each with its trampolines.
    pub(super) fn expand_entries(&self) -> TokenStream {
        let Self { table, runtime, private, object, lifetime, common, functions, handler, .. } =
            self;
        let Self { with_handler, bounded, conditions, .. } = self;
        let item = &table.handler.item;
        let with_lifetime = with_parameter(with_handler, lifetime);
        let (with_lifetime, _, _) = with_lifetime.split_for_impl();
        let (with_handler, _, _) = with_handler.split_for_impl();
        let (declared, _, _) = item.generics.split_for_impl();
        let parameters = self.function_generics();
        let (_, of_functions, _) = parameters.split_for_impl();
        let generics = arguments(&item.generics);
        let names: Vec<_> =
            (0..table.entries.len()).map(|at| names::local(&format!("trampoline_{at}"))).collect();
        let all = table.entries.iter().zip(&table.handler.methods).zip(&self.calls);
        let trampolines = all.clone().enumerate().map(|(at, ((entry, method), call))| {
            let cfg = method.conditions();
            let trampoline = self.expand_trampoline(entry, method, call, at, &names);
            // Code after the call of a method that returns `!` is unreachable.
            let is_never = matches!(method.closure.output, Some(Type::Never(_)));
            let unreachable = is_never.then(|| quote!(#[allow(unreachable_code)]));
            quote!(#(#cfg)* #unreachable #trampoline)
        });
        let checks = all.clone().map(|((_, method), call)| {
            let cfg = method.conditions();
            let check = call.expand_matches(&call.expand_pointer_type(), &names);
            check.map(|check| quote!(#(#cfg)* { #check }))
        });
        let pointers = all.zip(&names).map(|(((entry, method), call), name)| {
            let (cfg, field) = (method.conditions(), &method.name);
            let pointer = quote!(#name::<#(#generics,)* #handler, #lifetime>);
            let (returns, ty) = (entry.signature.returns.as_ref(), call.expand_pointer_type());
            let pointer = call.parameters().expand_pointer(pointer, call.abi, returns, &ty);
            quote!(#(#cfg)* #field: #pointer,)
        });
        let of = names::local("functions");
        let unsafety = unsafe_token();
        let visibility = &item.visibility;
        let docs = docs::OF_FUNCTIONS;
        let lifetime_bound = quote!(#lifetime: #private::Lifetime);
        let once = self.expand_checks();
        quote! {
            const _: () = {
                #once

                #common
                const fn #of #with_lifetime () -> #functions #of_functions #bounded #lifetime_bound {
                    #(#trampolines)*
                    #(#checks)*
                    #functions { #(#pointers)* }
                }

                #common
                #unsafety impl #with_handler #private::Accepts<#handler> for #object #bounded {
                    type Signature = #runtime::checks::Several;

                    fn function<#lifetime_bound>() -> #functions #of_functions {
                        #of::<#(#generics,)* #handler, #lifetime>()
                    }
                }

                #runtime::__with_alloc! {
                    #common
                    impl #declared #object #conditions {
                        #[doc = #docs]
                        #[allow(dead_code)]
                        #visibility const fn functions<#handler>() -> #functions #of_functions #bounded {
                            #of::<#(#generics,)* #handler, #private::Notified>()
                        }
                    }
                }
            };
        }
    }

    fn expand_trampoline(
        &self,
        entry: &Entry,
        method: &Method,
        call: &Call<'_>,
        at: usize,
        names: &[Ident],
    ) -> TokenStream {
        let Self { private, lifetime, bounded, object, handler, with_handler, table, .. } = self;
        let consumes = method.receiver == Receiver::Owned;
        let with_lifetime = with_parameter(with_handler, lifetime);
        let shown = names::plain(&table.handler.item.name);
        let shown = format!("{shown}::{}", names::plain(&method.name));
        let site = quote!(const { &#private::Site::new(#shown) });
        let trampoline = Trampoline {
            call,
            context: &entry.context,
            name: names[at].clone(),
            generics: &with_lifetime,
            conditions: quote!(#bounded #lifetime: #private::Lifetime),
            added: None,
            hidden: names,
            site: site.clone(),
            is_for_c: true,
        };
        let (constant, fallback) = call.expand_constant();
        let unsafety = unsafe_token();
        let (entered, escapes) = (names::local("handler"), names::local("escapes"));
        let (admitted, outward) = (names::local("call"), names::local("outward"));
        let escape = names::local("escape");
        let escaping = self.expand_escaping(method);
        let invoked = self.expand_invocation(entry, method, &entered);
        let invoked = match &escaping {
            Some((place, same)) => quote_spanned!(*place=> #same::same(#invoked)),
            None => invoked,
        };
        let taken: Vec<_> = (0..entry.signature.passed.len()).map(names::converted).collect();
        let taken = together(&taken);
        let is_plain = matches!(entry.signature.outcome, Outcome::Plain);
        trampoline.expand(|arguments, context, way, result| {
            let result = match &escaping {
                Some((_, same)) => &quote!(#same::Same),
                None => result,
            };
            // The result may borrow from the handler, so it is converted inside the closure.
            let (way, result, invoked) = if is_plain {
                (call.expand_whole(), &call.returns, call.expand_conversion(&invoked))
            } else {
                (way.clone(), result, invoked)
            };
            let passed = call.expand_arguments(arguments);
            let base = self.expand_base(method, context);
            let one_of = quote!(#private::OneOf::new(#site, #fallback));
            let returned = quote! {
                #private::Outward::return_to_c(#outward, #invoked, |#escape| #escapes.put(#escape))
            };
            let (run, invoke) = if consumes {
                (
                    quote!(run_consuming::<#object, #handler, _, _, #result, _, _>),
                    quote!(|#taken, #entered, #escapes, #outward| { #returned }),
                )
            } else {
                (
                    quote!(run_with::<#lifetime, #object, #handler, _, _, #result, _, _>),
                    quote! {
                        |#taken, #admitted, #outward| {
                            let (#entered, #escapes) = #admitted.into_parts();
                            #returned
                        }
                    },
                )
            };
            quote! {{
                #constant
                #base
                #unsafety { #private::#run(#context, #one_of, #passed, #way, #invoke) }
            }}
        })
    }

    /// Returns the call of the method.
    fn expand_invocation(&self, entry: &Entry, method: &Method, entered: &Ident) -> TokenStream {
        let Self { handler, bound, table, .. } = self;
        let mut passed: Vec<_> = (0..entry.signature.passed.len()).map(names::converted).collect();
        if let Some(at) = method.base.filter(|_| table.base.is_some()) {
            passed.insert(at, names::local("base"));
        }
        let name = &method.name;
        quote!(<#handler as #bound>::#name(#entered, #(#passed),*))
    }

    /// Returns the trait that compares the type that escapes from a method with the one that escapes from the
    /// first method, and the span for a fault. Returns `None` if both types are spelled alike.
    fn expand_escaping(&self, method: &Method) -> Option<(Span, TokenStream)> {
        let Self { runtime, table, .. } = self;
        let (first, output) = (table.escaping.as_ref()?, method.closure.output.as_ref()?);
        let is_alike = match (ty::escaping(first), ty::escaping(output)) {
            (Some(first), Some(escaping)) => tokens::same(first, escaping),
            _ => tokens::same(first, output),
        };
        if is_alike || !ty::is_escaping(output) {
            return None;
        }
        // The compiler reports a fault once per span, so both have the same one.
        let span = output.span();
        let output = tokens::at(output, span);
        Some((span, quote_spanned!(span=> <#output as #runtime::checks::EscapesAs<#first>>)))
    }

    /// Binds the pointer that C passed, for a method that takes it.
    fn expand_base(&self, method: &Method, context: &TokenStream) -> Option<TokenStream> {
        let Self { runtime, table, .. } = self;
        let ty = table.base.as_ref()?;
        method.base?;
        let base = names::local("base");
        Some(quote!(let #base: *mut #ty = #runtime::checks::base_of(#context);))
    }
}

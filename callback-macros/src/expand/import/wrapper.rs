//! The wrapper of a C function.

use std::iter;

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use super::expansion::{Wrapper, context, function, slot};
use super::foreign::{Types, foreign_name, without_returned_lifetimes};
use crate::expand::parameters::is_snake_case;
use crate::expand::parts::{ours, unsafe_token};
use crate::model::{Import, ImportRole, ImportSource, ImportedCallback, Kept, tokens};
use crate::names;

impl Wrapper<'_> {
    pub(super) fn expand(&self) -> TokenStream {
        let Self { import, .. } = self;
        let Import { attrs, visibility, name, is_optional, .. } = import;
        let borrowed = self.borrowed_parameters();
        let is_loaded = matches!(self.imports.source, ImportSource::Loaded { .. });
        let receiver = is_loaded.then(|| quote!(&self,));
        let parameters =
            import.parameters.iter().enumerate().filter(|(_, each)| each.role.is_taken());
        let parameters = parameters.map(|(at, parameter)| {
            let (name, ty) = (self.taken(at), &parameter.ty);
            match parameter.role {
                ImportRole::Callback(callback) => {
                    let closure = &self.closures[callback];
                    quote!(#name: #closure)
                }
                _ if borrowed.contains(&at) => {
                    let ty = tokens::name_lifetimes(ty, &self.borrowed);
                    quote!(#name: #ty)
                }
                _ => quote!(#name: #ty),
            }
        });
        let levels = self.expand_levels();
        let (declared, conditions) = self.expand_generics(&borrowed);
        let output = self.expand_output(!borrowed.is_empty());
        let output = if *is_optional {
            let output = output.unwrap_or_else(|| quote!(()));
            Some(quote!(::core::option::Option<#output>))
        } else {
            output
        };
        let output = output.map(|output| quote!(-> #output));
        let arguments = self.expand_arguments();
        let body = self.expand_body(&arguments);
        let unsafety = (!import.is_safe).then(unsafe_token);
        let body = if *is_optional { quote!(::core::option::Option::Some(#body)) } else { body };
        let found = self.expand_found();
        let statements = self.expand_statements(arguments.statements);
        let where_clause = (!conditions.is_empty()).then(|| quote!(where #(#conditions,)*));
        quote! {
            #(#attrs)*
            #levels
            #[inline]
            #[track_caller]
            #visibility #unsafety fn #name #declared(#receiver #(#parameters),*) #output
            #where_clause
            {
                #found
                #statements
                #body
            }
        }
    }

    /// Returns the lint levels that a wrapper needs because its name and its parameters come from C.
    fn expand_levels(&self) -> TokenStream {
        let Import { name, parameters, .. } = self.import;
        let names = iter::once(name).chain(parameters.iter().map(|parameter| &parameter.name));
        let spelling = names.into_iter().any(|name| !is_snake_case(name));
        let spelling = spelling.then(|| quote!(non_snake_case,));
        let many = (parameters.len() > 7).then(|| quote!(clippy::too_many_arguments,));
        // The user's expressions need their own `unsafe`, even in editions where the body of an `unsafe fn`
        // implies it.
        let denied = (!self.import.is_safe).then(|| quote!(#[deny(unsafe_op_in_unsafe_fn)]));
        quote!(#[allow(#spelling #many trivial_bounds, clippy::pedantic, clippy::type_complexity)] #denied)
    }

    /// Returns the statement that finds the C function, unless the wrapper can call it by name.
    fn expand_found(&self) -> Option<TokenStream> {
        let Self { import, imports, runtime, .. } = self;
        let is_generic = import.is_generic();
        let is_loaded = matches!(imports.source, ImportSource::Loaded { .. });
        if !is_generic && matches!(imports.source, ImportSource::Linked) {
            return None;
        }
        let name = foreign_name(import);
        let found = match imports.source {
            ImportSource::From(_) => return None,
            ImportSource::Linked => quote!(#name),
            ImportSource::Loaded { .. } if import.is_optional => quote!(self.#name.as_ref()?.get()),
            ImportSource::Loaded { .. } => quote!(self.#name.get()),
        };
        let local = names::local("foreign");
        // Lifetimes that only the result has are `'static` in the pointer.
        let is_erased = is_generic || is_loaded && !import.lifetimes().is_empty();
        if !is_erased {
            return Some(quote!(let #local = #found;));
        }
        // The lifetimes are the wrapper's.
        let erased = Types::erased(import, runtime);
        let erased = if is_loaded { without_returned_lifetimes(import, erased) } else { erased };
        let erased = erased.pointer(imports, None);
        let typed = Types::new(import, runtime).pointer(imports, None);
        if tokens::same(&erased, &typed) {
            return Some(quote!(let #local = #found;));
        }
        let checks = Types::erased_of(import).into_iter().map(|ty| {
            let span = ours(ty.span());
            quote_spanned!(span=> #runtime::checks::is_thin::<#ty>())
        });
        let unsafety = unsafe_token();
        // The two types differ only in the targets of pointers.
        Some(quote! {
            const { #(#checks;)* }
            let #local = #unsafety { ::core::mem::transmute::<#erased, #typed>(#found) };
        })
    }

    /// Returns the statements before the call: arguments, then slots.
    fn expand_statements(&self, mut statements: TokenStream) -> TokenStream {
        let Self { import, .. } = self;
        for (at, callback) in import.callbacks.iter().enumerate() {
            let ImportedCallback { declaration, kept, .. } = callback;
            let (closure, taken) = (&self.closures[at], self.taken(callback.at));
            let function = function(at);
            let span = self.place(callback);
            let runtime = self.runtime_at(span);
            if self.must_escape_only(callback) {
                statements.extend(
                    quote_spanned!(span=> #runtime::checks::escapes_only::<#declaration>();),
                );
            }
            if let Kept::Slot = kept {
                let slot = slot(at);
                statements.extend(quote_spanned! {span=>
                    let #slot = <#declaration as #runtime::ImportsStaticInSlot<#closure>>::slot(#taken);
                    let #function = #slot.function();
                });
            }
        }
        statements
    }

    /// Returns the statements that leak the closures handed over forever. They run directly before the call,
    /// when nothing can panic any longer: every slot, including that of a scope, has been taken.
    pub(super) fn expand_leaked(&self) -> TokenStream {
        let mut leaked = TokenStream::new();
        for (at, callback) in self.import.callbacks.iter().enumerate() {
            let ImportedCallback { declaration, kept: Kept::Forever, .. } = callback else {
                continue;
            };
            let (closure, taken) = (&self.closures[at], self.taken(callback.at));
            let (function, context) = (function(at), context(at));
            let span = self.place(callback);
            let runtime = self.runtime_at(span);
            leaked.extend(quote_spanned! {span=>
                let (#function, #context) =
                    <#declaration as #runtime::ImportsStatic<#closure>>::forever(#taken);
            });
        }
        leaked
    }

    /// Returns whether the declaration may be generic only over what escapes, because the function is safe.
    fn must_escape_only(&self, callback: &ImportedCallback) -> bool {
        self.import.is_safe && self.import.may_decide(&callback.declaration)
    }
}

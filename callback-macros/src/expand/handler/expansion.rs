//! The parts of an expansion that several of its items share, and the small items.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Generics, Type, TypeParamBound};

use super::super::call::Call;
use super::super::destroy::{self, Form};
use super::super::docs;
use super::super::parts::{conditions, ours, runtime, unsafe_token, with_parameter};
use super::item::common;
use crate::model::{Handler, Kind, Receiver, Table, parameter_name, tokens, ty};
use crate::names::{self, Words};

/// A table, and the names and bounds that several of its items use.
pub(super) struct TableExpansion<'a> {
    pub(super) table: &'a Table,
    /// One for each method.
    pub(super) calls: Vec<Call<'a>>,
    pub(super) runtime: TokenStream,
    pub(super) private: TokenStream,
    /// The type parameters for the handler's type and for the lifetime.
    pub(super) handler: Ident,
    pub(super) lifetime: Ident,
    pub(super) words: &'a Words,
    /// `dyn Trait<..>`
    pub(super) object: TokenStream,
    /// `Trait<..>`
    pub(super) bound: TokenStream,
    /// The parameters of the trait and then `handler`.
    pub(super) with_handler: Generics,
    /// The conditions of the trait, and these together with those on `handler`.
    pub(super) conditions: TokenStream,
    pub(super) bounded: TokenStream,
    /// The attributes of each item.
    pub(super) common: TokenStream,
    /// The name of the struct of functions.
    pub(super) functions: Ident,
}

impl<'a> TableExpansion<'a> {
    pub(super) fn new(table: &'a Table, words: &'a Words) -> Self {
        let is_concurrent = matches!(table.kind, Kind::FnSendSync);
        let item = &table.handler.item;
        let calls: Vec<_> = table
            .entries
            .iter()
            .map(|entry| Call { is_concurrent, ..Call::new(&entry.signature) })
            .collect();
        let runtime = runtime(table.krate.as_ref());
        let private = quote_spanned!(Span::mixed_site()=> #runtime::__private);
        let handler = words.unused("H");
        let (name, generics) = (&item.name, &item.generics);
        let (_, named, _) = generics.split_for_impl();
        let bound = quote!(#name #named);
        let mut bounds = vec![quote!(#handler: #bound)];
        bounds.extend(escape_bound(table, &private));
        let functions = names::at(&format!("{}Functions", names::plain(name)), name.span());
        Self {
            table,
            calls,
            lifetime: words.unused("L"),
            words,
            object: quote!(dyn #bound),
            bound,
            with_handler: with_parameter(generics, &handler),
            handler,
            conditions: conditions(generics, &[]),
            bounded: conditions(generics, &bounds),
            common: common(&table.handler),
            functions,
            runtime,
            private,
        }
    }

    /// Returns whether a method consumes the handler.
    fn consumes(&self) -> bool {
        self.table.handler.methods.iter().any(|method| method.receiver == Receiver::Owned)
    }

    /// Writes the function `new` of the trait.
    pub(super) fn expand_new(&self) -> TokenStream {
        let Self { table, runtime, private, object, .. } = self;
        let end = names::ident(if self.consumes() { "Consumed" } else { "Dropped" });
        let (base, handler) = (names::local("base"), names::local("handler"));
        let docs = docs::OF_NEW_OF_TRAIT;
        let escapes = escape_bound(table, private);
        let (parameter, body) = match &table.base {
            Some(ty) => {
                (Some(quote!(#base: #ty,)), quote!(#private::context_with_base(#base, #handler)))
            }
            None => (None, quote!(#private::context(#handler))),
        };
        quote! {
            #[doc = #docs]
            #[allow(dead_code)]
            fn new(#parameter #handler: Self) -> #runtime::Context<#object, Self, #runtime::#end>
            where
                Self: ::core::marker::Sized,
                #escapes
            {
                #body
            }
        }
    }

    pub(super) fn expand_callback(&self) -> TokenStream {
        let Self { table, runtime, private, object, conditions, common, functions, .. } = self;
        let item = &table.handler.item;
        let (declared, _, _) = item.generics.split_for_impl();
        let parameters = self.function_generics();
        let (_, named, _) = parameters.split_for_impl();
        let user_data = match (&table.base, &table.user_data) {
            (Some(base), _) => quote!(*mut #base),
            (None, Some(ty)) => quote!(#ty),
            (None, None) => quote!(*mut ::core::ffi::c_void),
        };
        let outcome = match &table.escaping {
            Some(output) => quote!(#output),
            None => quote!(#private::Plain),
        };
        let base = table.base.as_ref().map_or_else(|| quote!(()), |base| quote!(#base));
        let kind = names::ident(table.kind.name());
        let form = if table.destroy.is_some() {
            quote!(Self)
        } else {
            let abi = names::abi(&table.abi.value());
            quote!(#private::destroy::#abi)
        };
        let shown = names::plain(&item.name);
        let unsafety = unsafe_token();
        quote! {
            #common
            #unsafety impl #declared #runtime::Callback for #object #conditions {
                type Function = #functions #named;
                type Context = #user_data;
                type Return = ();
                type Outcome = #outcome;
                type Kind = #private::kind::#kind;
                type Base = #base;
                type Destroy = #form;
                const SITE_VALUE: #private::Site = #private::Site::new(#shown);
                const FALLBACK: () = ();
            }
        }
    }

    pub(super) fn expand_destroy(&self) -> Option<TokenStream> {
        let Self { table, calls, conditions, common, object, words, .. } = self;
        let function = table.destroy.as_ref()?;
        let generics = &table.handler.item.generics;
        let (effect, user_data) = (&words.unused("D"), &words.unused("P"));
        let form = Form { ty: object, generics, conditions, common, effect, user_data };
        destroy::expand(function, calls.first()?, &form)
    }
}

/// Returns the bound that requires escaping values to be `Send`, if they have to be and if that depends on
/// parameters of the trait.
fn escape_bound(table: &Table, private: &TokenStream) -> Option<TokenStream> {
    let output = escaping_to_threads(table).filter(|output| is_generic(&table.handler, output))?;
    Some(quote_spanned! {ours(output.span())=>
        <#output as #private::Outcome>::Escape: ::core::marker::Send
    })
}

/// Returns the result type that names what escapes, if that has to be `Send`.
fn escaping_to_threads(table: &Table) -> Option<&Type> {
    table.escaping.as_ref().filter(|_| table.kind.is_send())
}

/// Returns whether a type depends on parameters of the trait.
fn is_generic(handler: &Handler, ty: &Type) -> bool {
    let mut generics = handler.item.generics.params.iter();
    generics.any(|each| tokens::may_depend_on(ty, &parameter_name(each).to_string()))
}

impl TableExpansion<'_> {
    /// Writes the checks that are made once for the trait instead of at each use: its `Send` and `Sync` are
    /// those of `core`, what escapes is `Send`, and C's struct has no destructor.
    pub(super) fn expand_checks(&self) -> TokenStream {
        let Self { table, runtime, private, handler, with_handler, bound, common, .. } = self;
        let markers = table.handler.supertraits.iter().filter_map(|bound| {
            let TypeParamBound::Trait(bound) = bound else { return None };
            let is = |name: &&str| ty::is_marker(&bound.path, name);
            let name = match ["Send", "Sync"].into_iter().find(is)? {
                "Send" => names::ident("is_send"),
                _ => names::ident("is_sync"),
            };
            let span = ours(bound.path.span());
            let handler = tokens::at(handler, bound.path.span());
            Some(quote_spanned!(span=> let () = #runtime::checks::#name::<#handler>();))
        });
        let markers: Vec<_> = markers.collect();
        let markers = (!markers.is_empty()).then(|| {
            let is_marked = names::local("is_marked");
            let (declared, _, _) = with_handler.split_for_impl();
            let bounds = [quote!(#handler: #bound + ?::core::marker::Sized)];
            let conditions = conditions(&table.handler.item.generics, &bounds);
            quote! {
                #common
                #[allow(dead_code)]
                fn #is_marked #declared() #conditions {
                    #(#markers)*
                }
            }
        });
        let is_checked = |ty: &&Type| !is_generic(&table.handler, ty);
        let escape = escaping_to_threads(table).filter(is_checked).map(|output| {
            quote_spanned! {ours(output.span())=>
                const _: () = #runtime::checks::is_send::<<#output as #private::Outcome>::Escape>();
            }
        });
        let base = table.base.as_ref().filter(is_checked).map(|base| {
            quote_spanned! {ours(base.span())=>
                const _: () = ::core::assert!(
                    !::core::mem::needs_drop::<#base>(),
                    "the struct that `base` names cannot have a destructor",
                );
            }
        });
        quote!(#markers #escape #base)
    }
}

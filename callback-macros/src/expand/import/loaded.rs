//! The type of a library that is loaded at run time.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;
use syn::Visibility;

use super::foreign::{
    Types, expand_foreign, foreign_name, lifetimes, symbol, without_returned_lifetimes,
};
use crate::expand::parts::{self, unsafe_token};
use crate::model::{Imports, Value, conditions, tokens};
use crate::names;

/// Writes the type, which has the addresses of the functions, and its `load`.
pub(super) fn expand_loaded(
    imports: &Imports,
    (library, visibility, name): (&Value, &Visibility, &Ident),
    runtime: &TokenStream,
) -> TokenStream {
    let Imports { attrs, functions, .. } = imports;
    let private = quote!(#runtime::__private);
    let unsafety = unsafe_token();
    let [opened, loaded, this] = ["library", "loaded", "this"].map(names::local);
    let (mut fields, mut values) = (Vec::new(), Vec::new());
    for (at, import) in functions.iter().enumerate() {
        let number = Literal::usize_unsuffixed(at);
        let (field, symbol) = (foreign_name(import), symbol(import));
        let types = without_returned_lifetimes(import, Types::erased(import, runtime));
        let lifetimes = lifetimes(import, &types).map(|lifetimes| quote!(for #lifetimes));
        let pointer = types.pointer(imports, lifetimes.as_ref());
        let found = quote!(#unsafety { #opened.function(#symbol) });
        let cfgs: Vec<_> = conditions(&import.attrs).collect();
        let function = quote!(#runtime::checks::Loaded<#pointer, #name, #number>);
        let (ty, value) = if import.is_optional {
            (quote!(::core::option::Option<#function>), quote!(#found.ok()))
        } else {
            (function, quote!(#found?))
        };
        fields.push(quote!(#(#cfgs)* #field: #ty));
        values.push(quote!(#(#cfgs)* #field: #value));
    }
    // Nothing calls these. They let the compiler check their types as those of any foreign function.
    let foreign = functions.iter().map(|import| expand_foreign(import, runtime));
    let (abi, private_unsafety) = (&imports.abi, unsafe_token());
    let library = parts::value(runtime, Some(library));
    let shown = names::plain(name);
    // Unless the user derives it.
    let is_derived = attrs.iter().any(|attr| tokens::mention(&attr.meta, "Debug"));
    let debug = (!is_derived).then(|| {
        quote! {
            impl ::core::fmt::Debug for #name {
                fn fmt(&self, __f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    __f.debug_struct(#shown).finish_non_exhaustive()
                }
            }
        }
    });
    quote! {
        #(#attrs)*
        #[allow(non_snake_case, clippy::type_complexity)]
        #visibility struct #name {
            #(#fields,)*
        }

        const _: () = {
            #[allow(clashing_extern_declarations)]
            #private_unsafety extern #abi {
                #(#foreign)*
            }
        };

        impl #name {
            /// Loads the library, unless it has been loaded, and finds its functions.
            ///
            /// The library is never unloaded, and every call returns the same instance.
            ///
            /// # Errors
            ///
            /// Returns an error if the library cannot be loaded, or if it lacks a function that is not optional.
            #visibility fn load() -> ::core::result::Result<&'static Self, #runtime::LoadError> {
                static __LOADED: #private::OnceLock<#name> = #private::OnceLock::new();
                const __LIBRARY: &::core::primitive::str = #library;
                if let ::core::option::Option::Some(#loaded) = __LOADED.get() {
                    return ::core::result::Result::Ok(#loaded);
                }
                let #opened = #unsafety { #private::Library::open(__LIBRARY) }?;
                let #this = Self { #(#values,)* };
                ::core::result::Result::Ok(__LOADED.get_or_init(|| #this))
            }
        }

        #debug
    }
}

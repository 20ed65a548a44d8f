//! The replacements of functions with faults, which keep the compiler from reporting their uses as well.

use proc_macro2::TokenStream;
use quote::quote;

use crate::errors::Errors;
use crate::model::{FaultyImport, ImportSource, Imports};
use crate::names::{self, Words};

/// Writes the faults, and functions whose types the compiler knows to be wrong. It reports nothing about uses
/// of those.
pub(super) fn expand_all(imports: &Imports, words: &Words, errors: Errors) -> TokenStream {
    let mut faults = errors.into_invocations();
    let Some(first) = imports.faulty.first() else { return quote!(#(#faults)*) };
    let Some(last) = faults.pop() else { return TokenStream::new() };
    // Another block in the module may have faults, too, so the name contains that of a function.
    let fault = words.unused(&format!("__Fault_{}", names::plain(&first.name)));
    let library = match &imports.source {
        ImportSource::Loaded { name, .. } => Some(name),
        _ => None,
    };
    let receiver = library.map(|_| quote!(&self,));
    // The type of a library already has a function `load`.
    let named = imports.faulty.iter().filter(|faulty| library.is_none() || faulty.name != "load");
    let functions = named.map(|FaultyImport { visibility, name, generics, arguments }| {
        let arguments = (0..*arguments).map(|_| &fault);
        quote! {
            #[allow(dead_code, non_snake_case, clippy::all, clippy::pedantic)]
            #visibility fn #name #generics(#receiver #(_: #arguments),*) -> #fault {
                loop {}
            }
        }
    });
    let functions = quote!(#(#functions)*);
    let functions = match library {
        Some(library) => quote!(impl #library { #functions }),
        None => functions,
    };
    quote! {
        #(#faults)*
        #[allow(dead_code)]
        type #fault = [(); #last];
        #functions
    }
}

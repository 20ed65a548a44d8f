//! What stands in for a declaration with faults, so that its uses are no faults too.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Path;

use crate::errors::Errors;
use crate::expand::{closure_bound, common_attributes, expand_struct};
use crate::model::Item;
use crate::names;

/// The faults, and the type without its contract.
///
/// The last fault stands in the place of an array's length: that makes a type of which the compiler
/// knows that it is wrong, and about whose uses it says nothing more.
pub(crate) fn expand(item: &Item, krate: Option<&Path>, errors: Errors) -> TokenStream {
    let mut faults = errors.into_invocations();
    let Some(fault) = faults.pop() else { return TokenStream::new() };
    let runtime = names::runtime(krate);
    let (impl_generics, ty_generics, where_clause) = item.generics.split_for_impl();
    let name = &item.name;
    let visibility = &item.visibility;
    let ty = expand_struct(item, &[]);
    let common = common_attributes(&item.attrs);
    // With the closure's signature, the compiler can read a use as it was meant.
    let bound = item.closure.iter().map(closure_bound);
    let span = Span::mixed_site();
    let implementation = quote_spanned!(span=> unsafe impl);
    quote! {
        #(#faults)*
        #ty
        #common
        const _: () = {
            type Fault = [(); #fault];
            impl #impl_generics #name #ty_generics #where_clause {
                #[doc(hidden)]
                #visibility fn new<F>(_: F) -> Fault
                #(where F: #bound)*
                {
                    loop {}
                }
            }
            #implementation #impl_generics #runtime::Callback for #name #ty_generics #where_clause {
                type Function = Fault;
                type Context = Fault;
                type Return = Fault;
                type Outcome = #runtime::__private::Plain;
                type Kind = #runtime::__private::kind::Fn;
                type Abi = #runtime::__private::abi::C;
                const SITE: &'static #runtime::__private::Site =
                    &#runtime::__private::Site::new("");
                const FALLBACK: Fault = loop {};
            }
        };
    }
}

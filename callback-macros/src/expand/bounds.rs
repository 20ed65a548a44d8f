//! The bounds on the closure's type.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use super::item::closure_bound;
use super::parts::ours;
use crate::model::{Declaration, Outcome, Signature};

/// Returns the bounds on the closure's type, such as `F: FnMut(A) -> R + Send`. If other threads may call, what
/// escapes has to be `Send` as well.
pub(super) fn bounds(
    declaration: &Declaration,
    private: &TokenStream,
    closure: &Ident,
) -> Vec<TokenStream> {
    let Declaration { signature: Signature { closure: declared, outcome, .. }, kind, .. } =
        declaration;
    let bound = closure_bound(declared, &quote!(#private::Never));
    let markers = declared.send.iter().chain(&declared.sync).filter_map(|marker| {
        let name = &marker.segments.last()?.ident;
        Some(quote_spanned!(ours(marker.span())=> + ::core::marker::#name))
    });
    let mut bounds = vec![quote!(#closure: #bound #(#markers)*)];
    let escapes = kind.is_send() && !matches!(outcome, Outcome::Plain);
    if let (Some(output), true) = (&declared.output, escapes) {
        bounds.push(quote_spanned! {ours(output.span())=>
            <#output as #private::Outcome>::Escape: ::core::marker::Send
        });
    }
    bounds
}

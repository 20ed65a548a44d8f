//! What the declaration asks of the closure's type.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote, quote_spanned};

use super::item::{closure_bound, ours};
use super::parts::Private;
use crate::model::{Declaration, Outcome};

/// The bounds of the closure's type: `F: FnMut(A) -> R + Send`, and that what escapes is `Send`.
pub(super) fn bounds(
    declaration: &Declaration,
    private: Private<'_>,
    closure: &Ident,
) -> Vec<TokenStream> {
    let Declaration { closure: declared, kind, .. } = declaration;
    let bound = closure_bound(declared, None);
    let mut bound = quote!(#closure: #bound);
    for marker in &[&declared.send, &declared.sync] {
        let Some(marker) = marker else { continue };
        let (span, name) = (ours(marker.tokens.span()), &marker.last);
        quote_spanned!(span=> + ::core::marker::#name).to_tokens(&mut bound);
    }
    let mut bounds = vec![bound];
    let escapes = kind.is_send() && !matches!(declaration.outcome, Outcome::Plain);
    if let (Some(output), true) = (&declared.output, escapes) {
        let span = ours(output.tokens.span());
        bounds.push(quote_spanned! {span=>
            <#output as #private::Outcome>::Escape: ::core::marker::Send
        });
    }
    bounds
}

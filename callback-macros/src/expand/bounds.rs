//! What the declaration asks of the closure's type.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote, quote_spanned};

use super::item::{Private, closure_bound, ours};
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
    for marker in [&declared.send, &declared.sync] {
        let Some(marker) = marker else { continue };
        let (span, name) = (ours(marker.tokens.span()), &marker.last);
        bound.extend(quote_spanned!(span=> + ::core::marker::#name));
    }
    let mut bounds = vec![bound];
    let escapes = kind.is_send() && !matches!(declaration.outcome, Outcome::Plain);
    if let Some(output) = declared.output.as_ref().filter(|_| escapes) {
        let span = ours(output.tokens.span());
        bounds.push(quote_spanned! {span=>
            <#output as #private::Outcome>::Escape: ::core::marker::Send
        });
    }
    bounds
}

/// The shape of the closure's result.
pub(super) fn outcome(declaration: &Declaration, private: Private<'_>) -> TokenStream {
    match &declaration.outcome {
        Outcome::Plain => quote!(#private::Plain),
        _ => declaration.closure.output.to_token_stream(),
    }
}

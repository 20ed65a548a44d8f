//! The value of a key.

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::Lit;

use super::tokens::{self, is_punct};

/// The value of a key: an expression.
#[derive(Clone)]
pub(crate) struct Value {
    pub(crate) tokens: TokenStream,
    /// Whether syn has read it. Without its feature `full`, syn does not read blocks and closures, for
    /// example.
    pub(crate) is_read: bool,
}

impl Value {
    /// Returns the value if it is a number, a string, a `bool` or another literal.
    pub(crate) fn literal(&self) -> Option<Lit> {
        syn::parse2(self.tokens.clone()).ok()
    }

    /// Returns the value if it is a name without a path.
    pub(crate) fn name(&self) -> Option<Ident> {
        syn::parse2(self.tokens.clone()).ok()
    }

    /// Returns whether the value mentions a name: as an identifier, or in a string, as `format!` does.
    pub(crate) fn mentions(&self, name: &Ident) -> bool {
        let name = name.to_string();
        tokens::mention(self, &name) || tokens::mention_in_text(self, &name)
    }

    /// Returns whether the value is a closure, judging by its first token.
    pub(crate) fn is_closure(&self) -> bool {
        match self.ungrouped().into_iter().next() {
            Some(TokenTree::Ident(word)) => word == "move",
            first => first.is_some_and(|token| is_punct(&token, '|')),
        }
    }

    /// Returns the number of parameters that the value takes, if it is a closure.
    pub(crate) fn closure_parameters(&self) -> Option<usize> {
        if !self.is_closure() {
            return None;
        }
        let between =
            self.ungrouped().into_iter().skip_while(|token| !is_punct(token, '|')).skip(1);
        let (mut count, mut depth, mut is_in_one, mut is_arrow) = (0, 0_usize, false, false);
        for token in between.take_while(|token| !is_punct(token, '|')) {
            if is_punct(&token, ',') && depth == 0 {
                is_in_one = false;
                continue;
            }
            if !is_in_one {
                count += 1;
                is_in_one = true;
            }
            depth += usize::from(is_punct(&token, '<'));
            depth = depth.saturating_sub(usize::from(is_punct(&token, '>') && !is_arrow));
            is_arrow = is_punct(&token, '-');
        }
        Some(count)
    }

    /// Returns the value's tokens without the invisible groups around them. A macro by example makes those.
    fn ungrouped(&self) -> TokenStream {
        let mut tokens = self.tokens.clone();
        loop {
            match tokens.clone().into_iter().next() {
                Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::None => {
                    tokens = group.stream();
                }
                _ => return tokens,
            }
        }
    }
}

impl ToTokens for Value {
    fn to_tokens(&self, stream: &mut TokenStream) {
        self.tokens.to_tokens(stream);
    }
}

//! Parses expansions as Rust, including what they pass to the runtime's `__slots!`.

use proc_macro2::TokenStream;
use quote::quote;
use syn_full::parse::{Parse, ParseStream};
use syn_full::visit::Visit;
use syn_full::{
    Expr, ExprClosure, File, FnArg, Ident, ItemImpl, LitInt, LitStr, Macro, Result, Token, Type,
    bracketed, parenthesized, parse2,
};

/// Parses an expansion.
pub(super) fn read(expanded: TokenStream) -> Result<File> {
    let file = parse2::<File>(expanded)?;
    let mut found = Found(Ok(()));
    found.visit_file(&file);
    found.0.map(|()| file)
}

/// The first error in the macros of an expansion.
struct Found(Result<()>);

impl<'ast> Visit<'ast> for Found {
    fn visit_macro(&mut self, found: &'ast Macro) {
        let name = found.path.segments.last().map(|last| last.ident.to_string());
        if name.as_deref() == Some("__slots") && self.0.is_ok() {
            self.0 = found.parse_body::<Slots>().map(|_| ());
        }
    }
}

/// The input of `__slots!`: see `__private.rs` in the runtime.
struct Slots;

impl Parse for Slots {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let inside;
        input.parse::<LitStr>()?;
        input.parse::<Token![fn]>()?;
        parenthesized!(inside in input);
        for argument in inside.parse_terminated(FnArg::parse, Token![,])? {
            assert!(matches!(argument, FnArg::Typed(_)));
        }
        input.parse::<Token![->]>()?;
        input.parse::<Type>()?;
        input.parse::<Token![,]>()?;
        let level = input.parse::<Ident>()?;
        assert!(level == "allow" || level == "deny", "{level}");
        input.parse::<Token![;]>()?;
        let threads = input.parse::<Ident>()?;
        assert!(threads == "one_thread" || threads == "any_thread", "{threads}");
        input.parse::<Ident>()?;
        input.parse::<Token![,]>()?;
        input.parse::<LitStr>()?;
        input.parse::<Token![,]>()?;
        input.parse::<Expr>()?;
        input.parse::<Token![;]>()?;
        input.parse::<ExprClosure>()?;
        input.parse::<Token![;]>()?;
        let count = input.parse::<LitInt>()?.base10_parse::<u16>()?;
        input.parse::<Token![:]>()?;
        for number in 0..count {
            assert_eq!(input.parse::<LitInt>()?.base10_parse::<u16>()?, number);
        }
        input.parse::<Token![;]>()?;
        input.parse::<Token![impl]>()?;
        let (declared, name, conditions);
        bracketed!(declared in input);
        input.parse::<Token![for]>()?;
        bracketed!(name in input);
        bracketed!(conditions in input);
        let [declared, name, conditions] =
            [declared, name, conditions].map(|part| part.parse::<TokenStream>());
        let (declared, name, conditions) = (declared?, name?, conditions?);
        parse2::<ItemImpl>(quote!(unsafe impl #declared Slots for #name #conditions {}))?;
        Ok(Self)
    }
}

//! What stands in many places of an expansion, as values that write themselves.
//!
//! To put a stream of tokens into another costs several calls of the compiler, also if it is empty; to
//! write tokens one by one costs none.

use proc_macro2::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};
use quote::{ToTokens, TokenStreamExt, quote};

use crate::names::is_one_of;
use crate::shape;
use crate::syntax::{Attribute, Generic, GenericParameter, Generics, Type, Value};
use crate::tokens::Tokens;

/// The runtime crate.
#[derive(Clone, Copy)]
pub(crate) struct Runtime<'a>(pub(crate) Option<&'a Tokens>);

impl ToTokens for Runtime<'_> {
    fn to_tokens(&self, stream: &mut TokenStream) {
        match self.0 {
            Some(path) => path.to_tokens(stream),
            None => {
                let span = Span::mixed_site();
                mark("::", span, stream);
                Ident::new("callback_runtime", span).to_tokens(stream);
            }
        }
    }
}

/// What the runtime keeps for generated code.
#[derive(Clone, Copy)]
pub(crate) struct Private<'a>(pub(crate) Runtime<'a>);

impl ToTokens for Private<'_> {
    fn to_tokens(&self, stream: &mut TokenStream) {
        let span = Span::mixed_site();
        self.0.to_tokens(stream);
        mark("::", span, stream);
        Ident::new("__private", span).to_tokens(stream);
    }
}

/// The attributes that go on every item of the expansion, not on the type alone: lint levels. A
/// `cfg` is no more, as the compiler evaluates it before it expands an attribute.
pub(crate) struct Common<'a>(pub(crate) &'a [Attribute]);

impl ToTokens for Common<'_> {
    fn to_tokens(&self, stream: &mut TokenStream) {
        const COMMON: [&str; 3] = ["allow", "warn", "deny"];
        let mut is_deprecated = false;
        for Attribute { tokens, name, single } in self.0 {
            if *single && is_one_of(name, &COMMON) {
                tokens.to_tokens(stream);
            }
            is_deprecated |= *single && name == "deprecated";
        }
        if is_deprecated {
            quote!(#[allow(deprecated)]).to_tokens(stream);
        }
    }
}

/// Parameters of the alias, with `<` and `>` around them; nothing, if there are none.
pub(crate) struct Angled(pub(super) Vec<Tokens>);

impl Angled {
    /// `<'a, T: Clone>`
    pub(crate) fn declared(generics: &Generics) -> Self {
        Self::each(generics, |parameter| Some(parameter.declared.clone()))
    }

    /// `<'a, T: Clone = u8>`, as it was written.
    pub(super) fn in_full(generics: &Generics) -> Self {
        Self::each(generics, |parameter| Some(parameter.in_full()))
    }

    /// `<'a, T>`
    pub(crate) fn named(generics: &Generics) -> Self {
        Self::each(generics, |parameter| Some(parameter.named.clone()))
    }

    /// `<T>`, for a call of a function.
    pub(super) fn arguments(generics: &Generics) -> Self {
        Self::each(generics, |parameter| match parameter.kind {
            Generic::Lifetime => None,
            Generic::Type | Generic::Const => Some(parameter.named.clone()),
        })
    }

    fn each(generics: &Generics, part: fn(&GenericParameter) -> Option<Tokens>) -> Self {
        let mut all = Vec::new();
        for parameter in &generics.parameters {
            if let Some(part) = part(parameter) {
                all.push(part);
            }
        }
        Self(all)
    }
}

impl ToTokens for Angled {
    fn to_tokens(&self, stream: &mut TokenStream) {
        let all = &self.0;
        if !all.is_empty() {
            quote!(<#(#all),*>).to_tokens(stream);
        }
    }
}

/// `where T: Copy`, with conditions of ours behind it; nothing, if there are none.
pub(crate) struct Where<'a>(pub(crate) &'a Generics, pub(crate) &'a [TokenStream]);

impl ToTokens for Where<'_> {
    fn to_tokens(&self, stream: &mut TokenStream) {
        let Self(Generics { predicates, .. }, ours) = self;
        for at in 0..predicates.len() + ours.len() {
            if at == 0 {
                Ident::new("where", Span::call_site()).to_tokens(stream);
            } else {
                mark(",", Span::call_site(), stream);
            }
            match predicates.get(at) {
                Some(predicate) => predicate.to_tokens(stream),
                None => ours[at - predicates.len()].to_tokens(stream),
            }
        }
    }
}

/// `-> R`, or nothing.
pub(crate) struct Output<'a>(pub(crate) Option<&'a dyn ToTokens>, pub(crate) Span);

impl<'a> Output<'a> {
    pub(super) fn plain(ty: Option<&'a Type>) -> Self {
        Self(ty.map(|ty| ty as &dyn ToTokens), Span::call_site())
    }
}

impl ToTokens for Output<'_> {
    fn to_tokens(&self, stream: &mut TokenStream) {
        if let Some(ty) = self.0 {
            mark("->", self.1, stream);
            ty.to_tokens(stream);
        }
    }
}

/// Writes a mark such as `::`.
fn mark(mark: &str, span: Span, stream: &mut TokenStream) {
    for (at, char) in mark.char_indices() {
        let spacing = if at + 1 < mark.len() { Spacing::Joint } else { Spacing::Alone };
        let mut punct = Punct::new(char, spacing);
        punct.set_span(span);
        stream.append(punct);
    }
}

/// A text for rustdoc. The compiler reads it raw sooner than it is escaped.
pub(super) fn text(text: &str) -> Literal {
    format!("r##\"{text}\"##").parse().unwrap_or_else(|_| Literal::string(text))
}

/// `()`
pub(crate) fn unit(span: Span) -> TokenTree {
    let mut unit = Group::new(Delimiter::Parenthesis, TokenStream::new());
    unit.set_span(span);
    unit.into()
}

/// The type that C gets: `()`, if that is nothing.
#[derive(Clone, Copy)]
pub(super) struct Returns<'a>(pub(super) Option<&'a Type>);

impl ToTokens for Returns<'_> {
    fn to_tokens(&self, stream: &mut TokenStream) {
        match self.0 {
            Some(ty) => ty.to_tokens(stream),
            None => unit(Span::call_site()).to_tokens(stream),
        }
    }
}

/// The type in which the trampoline takes a parameter.
pub(super) struct Received<'a>(pub(super) &'a Type);

impl ToTokens for Received<'_> {
    fn to_tokens(&self, stream: &mut TokenStream) {
        let ty = self.0;
        if is_bool(ty) {
            quote!(::core::mem::MaybeUninit<#ty>).to_tokens(stream);
        } else {
            ty.to_tokens(stream);
        }
    }
}

pub(super) fn is_bool(ty: &Type) -> bool {
    shape::is_named(ty, "bool")
}

/// A value of the user's; `()`, if there is none. One that nobody has parsed goes through a macro, so
/// that what we write is Rust whatever it is, and the compiler's complaint is about the user's tokens.
pub(super) struct Expression<'a>(pub(super) Runtime<'a>, pub(super) Option<&'a Value>);

impl ToTokens for Expression<'_> {
    fn to_tokens(&self, stream: &mut TokenStream) {
        let runtime = self.0;
        match self.1 {
            None => unit(Span::call_site()).to_tokens(stream),
            Some(Value { tokens, is_read: true }) => tokens.to_tokens(stream),
            Some(Value { tokens, .. }) => {
                quote!(#runtime::__expression!(#tokens)).to_tokens(stream);
            }
        }
    }
}

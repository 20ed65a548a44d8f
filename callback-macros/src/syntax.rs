//! Rust, as far as the attribute tells it apart: the rest of a type, or of whatever it is, is tokens.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::LitStr;

use crate::tokens::Tokens;

/// A type: its tokens, and what of it makes a difference.
#[derive(Clone)]
pub(crate) struct Type {
    pub(crate) tokens: Tokens,
    pub(crate) shape: Shape,
}

/// What a type is, as far as it is told apart.
#[derive(Clone)]
pub(crate) enum Shape {
    /// `&T`, or `&mut T` if it is `mutable`; `&'a T` unless it is `elided`.
    Reference { elided: bool, mutable: bool, target: Box<Type> },
    /// `*const T`, or `*mut T` if it is `mutable`.
    Pointer { mutable: bool, target: Box<Type> },
    /// `[T]`
    Slice(Box<Type>),
    /// `a::Name<T>`
    Path(Path),
    /// `<T as Trait>::Name`, or a macro: a name, but for nobody to know.
    Opaque,
    /// `(T)`, or what a macro by example has put in the place of a `$ty`.
    Paren(Box<Type>),
    /// `()`
    Unit,
    /// `!`
    Never,
    /// `extern "C" fn(A) -> B`
    Function,
    /// `dyn A + B`, with the `dyn` if there is one.
    Object(Option<Ident>, Vec<Bound>),
    /// `impl A`, with the `impl`.
    Impl(Ident),
    /// Anything else.
    Other,
}

/// `a::Name<T>`
#[derive(Clone)]
pub(crate) struct Path {
    pub(crate) tokens: Tokens,
    /// Its last name.
    pub(crate) last: Ident,
    /// Whether it is a name alone, but for the arguments.
    pub(crate) single: bool,
    pub(crate) arguments: PathArguments,
}

/// What stands behind the last name of a path.
#[derive(Clone)]
pub(crate) enum PathArguments {
    None,
    /// `<T, ..>`: the first, if it is a type, and how many there are.
    Angle(Option<Box<Type>>, usize),
}

/// `for<'a> a::Name(A) -> B` or `'a`, among those with a `+` between them.
#[derive(Clone)]
pub(crate) struct Bound {
    pub(crate) tokens: Tokens,
    /// `None` is a lifetime.
    pub(crate) trait_: Option<TraitBound>,
}

/// `?for<'a> a::Name(A) -> B`
#[derive(Clone)]
pub(crate) struct TraitBound {
    pub(crate) lifetimes: Option<Lifetimes>,
    /// Whether it has a `?`.
    pub(crate) maybe: bool,
    pub(crate) path: Path,
    pub(crate) signature: Option<Signature>,
}

/// `(A, B) -> R`
#[derive(Clone)]
pub(crate) struct Signature {
    /// The parentheses.
    pub(crate) paren: Span,
    pub(crate) inputs: Vec<Type>,
    pub(crate) output: Option<Type>,
}

/// `for<'a, 'b>`
#[derive(Clone)]
pub(crate) struct Lifetimes {
    pub(crate) tokens: Tokens,
    pub(crate) names: Vec<String>,
}

impl ToTokens for Lifetimes {
    fn to_tokens(&self, stream: &mut TokenStream) {
        self.tokens.to_tokens(stream);
    }
}

/// `for<'a> unsafe extern "C" fn(a: A, ...) -> R`
pub(crate) struct Function {
    pub(crate) lifetimes: Option<Lifetimes>,
    pub(crate) convention: Option<Convention>,
    /// The `fn`.
    pub(crate) place: Span,
    pub(crate) attrs: Vec<Tokens>,
    pub(crate) inputs: Vec<Parameter>,
    /// The `...`.
    pub(crate) variadic: Option<Tokens>,
    pub(crate) output: Option<Type>,
}

/// A parameter of a function pointer.
pub(crate) struct Parameter {
    pub(crate) name: Option<Ident>,
    pub(crate) ty: Type,
}

/// `extern "C"`
pub(crate) struct Convention {
    /// The `extern`.
    pub(crate) place: Span,
    pub(crate) name: Option<LitStr>,
}

/// An expression.
#[derive(Clone)]
pub(crate) struct Value {
    pub(crate) tokens: Tokens,
    /// Whether it is certain to be one.
    pub(crate) is_read: bool,
}

impl Value {
    /// Whether it is a number, a string or the like, or a `bool`.
    pub(crate) fn is_literal(&self) -> bool {
        match self.tokens.single() {
            Some(TokenTree::Literal(_)) => true,
            Some(TokenTree::Ident(name)) => name == "true" || name == "false",
            _ => false,
        }
    }
}

impl ToTokens for Type {
    fn to_tokens(&self, stream: &mut TokenStream) {
        self.tokens.to_tokens(stream);
    }
}

/// `#[a::name(..)]`
pub(crate) struct Attribute {
    pub(crate) tokens: Tokens,
    /// The last name of its path, and whether it is the only one.
    pub(crate) name: Ident,
    pub(crate) single: bool,
}

impl ToTokens for Attribute {
    fn to_tokens(&self, stream: &mut TokenStream) {
        self.tokens.to_tokens(stream);
    }
}

/// `<'a, T: Clone>`, and the `where` that goes with it.
#[derive(Default)]
pub(crate) struct Generics {
    /// Lifetimes come first.
    pub(crate) parameters: Vec<GenericParameter>,
    pub(crate) predicates: Vec<Tokens>,
}

/// A parameter of the alias.
pub(crate) struct GenericParameter {
    pub(crate) kind: Generic,
    pub(crate) name: Ident,
    /// As it is named: a lifetime has its `'`.
    pub(crate) named: Tokens,
    /// All of it, without a default.
    pub(crate) declared: Tokens,
    /// `= Default`
    pub(crate) default: Tokens,
}

impl GenericParameter {
    pub(crate) fn in_full(&self) -> Tokens {
        let mut tokens = self.declared.clone();
        tokens.append(&self.default);
        tokens
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Generic {
    Lifetime,
    Type,
    Const,
}

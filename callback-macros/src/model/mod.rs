//! A declaration as its author thinks of it: the item, the prototype, the keys.
//!
//! Types, paths, generics and attributes are syn's. The modules in here answer questions about them:
//! `ty` by their form, `tokens` by the names in them; `display` shows them in messages.

mod display;
pub(crate) mod tokens;
pub(crate) mod ty;

use std::ops::Range;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::{
    Attribute, BoundLifetimes, FnPtrVariadic, GenericParam, Generics, Lit, LitStr, Path, Type,
    Visibility,
};

pub(crate) use self::display::display;

/// The item under the attribute: the closure as Rust sees it.
pub(crate) struct Item {
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    pub(crate) name: Ident,
    pub(crate) generics: Generics,
    /// `None` if the type is not that of a closure, which has been reported.
    pub(crate) closure: Option<Closure>,
}

/// `dyn for<'a> FnMut(A, B) -> R + Send`
pub(crate) struct Closure {
    pub(crate) lifetimes: Option<BoundLifetimes>,
    /// The name of the trait, such as `FnMut`.
    pub(crate) call: Ident,
    pub(crate) send: Option<Path>,
    pub(crate) sync: Option<Path>,
    /// The parentheses.
    pub(crate) paren: Span,
    pub(crate) inputs: Vec<Type>,
    pub(crate) output: Option<Type>,
}

impl Closure {
    /// Returns the names of the lifetimes of its `for<..>`.
    pub(crate) fn bound_lifetimes(&self) -> Vec<String> {
        let parameters = self.lifetimes.iter().flat_map(|bound| &bound.lifetimes);
        parameters.map(|parameter| parameter_name(parameter).to_string()).collect()
    }

    /// Returns all types of its signature.
    pub(crate) fn types(&self) -> impl Iterator<Item = &Type> {
        self.inputs.iter().chain(&self.output)
    }

    /// Whether it takes a reference with a lifetime that each call chooses.
    pub(crate) fn borrows(&self) -> bool {
        let bound = self.bound_lifetimes();
        let is_chosen = |input| tokens::borrowed(input, &bound).is_some();
        self.inputs.iter().any(|input| ty::reference(input).is_some() && is_chosen(input))
    }
}

/// Returns the name of a parameter of an item, that of a lifetime without its `'`.
pub(crate) fn parameter_name(parameter: &GenericParam) -> &Ident {
    match parameter {
        GenericParam::Lifetime(parameter) => &parameter.lifetime.ident,
        GenericParam::Type(parameter) => &parameter.ident,
        GenericParam::Const(parameter) => &parameter.ident,
    }
}

/// The attribute's argument: the prototype as C sees it, and what goes with it.
#[derive(Default)]
pub(crate) struct Arguments {
    pub(crate) abi: Option<LitStr>,
    pub(crate) form: Form,
    pub(crate) keys: Keys,
}

/// How the prototype is given.
#[derive(Default)]
pub(crate) enum Form {
    /// By the closure's own types.
    #[default]
    Short,
    Full(Box<Prototype>),
    /// In a way that could not be read, which has been reported.
    Unread,
}

/// `fn(HWND, context: LPARAM) -> BOOL`
pub(crate) struct Prototype {
    /// The `fn`.
    pub(crate) place: Span,
    /// What C passes, one by one: the elements of a parameter in parentheses are parameters of C.
    pub(crate) inputs: Vec<Parameter>,
    /// The parameters in parentheses.
    pub(crate) tuples: Vec<Tuple>,
    pub(crate) variadic: Option<FnPtrVariadic>,
    pub(crate) output: Option<Type>,
    /// As it was written, for the documentation.
    pub(crate) text: String,
    /// Whether it was made from the closure's types, for the short form.
    pub(crate) is_short: bool,
}

/// `context: LPARAM`
pub(crate) struct Parameter {
    pub(crate) name: Option<Ident>,
    pub(crate) ty: Type,
    pub(crate) role: Role,
}

impl Parameter {
    /// Whether it is the user data by its name.
    pub(crate) fn is_context(&self) -> bool {
        self.name.as_ref().is_some_and(|name| name == "context")
    }
}

/// What a parameter of the prototype is to the closure.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// The closure takes it, or it is the context.
    Alone,
    /// The closure takes it together with the rest of this tuple.
    InTuple(usize),
    /// The closure does not take it: its name is `_`, or begins so.
    Ignored,
}

/// `(*mut c_char, usize)`, which is several parameters of C and one of the closure.
pub(crate) struct Tuple {
    pub(crate) name: Option<Ident>,
    /// The positions among C's parameters.
    pub(crate) places: Range<usize>,
}

impl Prototype {
    /// Returns all types that it mentions.
    pub(crate) fn types(&self) -> impl Iterator<Item = &Type> {
        self.inputs.iter().map(|input| &input.ty).chain(&self.output)
    }
}

/// The keys after the prototype, each with the token that names it.
#[derive(Default)]
pub(crate) struct Keys {
    pub(crate) go_on: Option<(Ident, Value)>,
    pub(crate) stop: Option<(Ident, Value)>,
    pub(crate) ok: Option<(Ident, Value)>,
    pub(crate) err: Option<(Ident, Value)>,
    pub(crate) fallback: Option<(Ident, Value)>,
    pub(crate) context: Option<(Ident, Source)>,
    pub(crate) matches: Option<(Ident, Type)>,
    pub(crate) krate: Option<(Ident, Path)>,
    pub(crate) slots: Option<(Ident, Value)>,
    /// Whether a key could not be read, which has been reported. A key that seems to be missing may be
    /// that one.
    pub(crate) unread: bool,
}

impl Keys {
    pub(crate) const NAMES: [&str; 9] =
        ["break", "context", "continue", "crate", "err", "fallback", "matches", "ok", "slots"];
}

/// The value of `context`.
pub(crate) enum Source {
    /// The API has no user data: the word `none`.
    Nowhere(Ident),
    /// An expression over the prototype's parameters that finds it.
    Expression(Value),
}

/// The value of a key: an expression.
#[derive(Clone)]
pub(crate) struct Value {
    pub(crate) tokens: TokenStream,
    /// Whether syn has read it. Without syn's feature `full`, it does not read blocks and closures, for
    /// example.
    pub(crate) is_read: bool,
}

impl Value {
    /// Returns it as a number, a string, a `bool` or another literal.
    pub(crate) fn literal(&self) -> Option<Lit> {
        syn::parse2(self.tokens.clone()).ok()
    }

    /// Returns it as a name without a path.
    pub(crate) fn name(&self) -> Option<Ident> {
        syn::parse2(self.tokens.clone()).ok()
    }
}

impl ToTokens for Value {
    fn to_tokens(&self, stream: &mut TokenStream) {
        self.tokens.to_tokens(stream);
    }
}

/// A declaration in which everything fits together.
pub(crate) struct Declaration {
    pub(crate) item: Item,
    pub(crate) closure: Closure,
    pub(crate) kind: Kind,
    pub(crate) abi: LitStr,
    /// The trampoline's parameters, in C's order.
    pub(crate) parameters: Vec<Parameter>,
    /// Those that were written in parentheses.
    pub(crate) tuples: Vec<Tuple>,
    /// Where the context is.
    pub(crate) context: Context,
    /// Where each parameter of the closure comes from.
    pub(crate) passed: Vec<Passed>,
    /// What C gets; `None` is C's `void`.
    pub(crate) returns: Option<Type>,
    pub(crate) outcome: Outcome,
    pub(crate) fallback: Option<Value>,
    pub(crate) matches: Option<Type>,
    pub(crate) krate: Option<Path>,
    /// The prototype for the documentation.
    pub(crate) text: String,
}

impl Declaration {
    /// Whether C has no user data, so that each closure takes a slot.
    pub(crate) fn has_slots(&self) -> bool {
        matches!(self.context, Context::Slots(_))
    }
}

/// What is left of a declaration with faults.
pub(crate) struct Remains {
    pub(crate) item: Item,
    /// The types that the prototype mentions.
    pub(crate) mentioned: Vec<Type>,
    pub(crate) krate: Option<Path>,
}

/// A row of the contract table.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    FnMut,
    FnMutSend,
    Fn,
    FnSendSync,
    FnOnce,
    FnOnceSend,
}

impl Kind {
    /// Returns the runtime's name for it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::FnMut => "FnMut",
            Self::FnMutSend => "FnMutSend",
            Self::Fn => "Fn",
            Self::FnSendSync => "FnSendSync",
            Self::FnOnce => "FnOnce",
            Self::FnOnceSend => "FnOnceSend",
        }
    }

    /// Whether calls may come on other threads.
    pub(crate) fn is_send(self) -> bool {
        matches!(self, Self::FnMutSend | Self::FnSendSync | Self::FnOnceSend)
    }
}

/// Where the trampoline finds the context.
pub(crate) enum Context {
    /// In the parameter of this position.
    Parameter(usize),
    /// By this expression.
    Expression(Value),
    /// C has none: in one of so many slots, each with a function of its own that knows the slot.
    Slots(u16),
}

/// Where a parameter of the closure comes from: positions among the trampoline's parameters.
#[derive(Clone)]
pub(crate) enum Passed {
    One(usize),
    /// From several, such as the pointer and the length of a slice.
    Several(Vec<usize>),
}

impl Passed {
    /// Whether C passes what is written as `ty`, so that nothing is converted.
    pub(crate) fn is(&self, ty: impl ToTokens, parameters: &[Parameter]) -> bool {
        match self {
            Self::One(at) => tokens::same(ty, &parameters[*at].ty),
            Self::Several(_) => false,
        }
    }

    /// Returns the type that C passes.
    pub(crate) fn raw(&self, parameters: &[Parameter]) -> TokenStream {
        match self {
            Self::One(at) => parameters[*at].ty.to_token_stream(),
            Self::Several(places) => {
                let types = places.iter().map(|&at| &parameters[at].ty);
                quote!((#(#types),*))
            }
        }
    }
}

/// How the closure's result reaches C.
pub(crate) enum Outcome {
    Plain,
    ControlFlow { go_on: Option<Value>, stop: Option<Value> },
    Result { ok: Option<Value>, err: Option<Value> },
}

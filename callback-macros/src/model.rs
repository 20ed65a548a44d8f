//! A declaration as its author thinks of it: the item, the prototype, the keys.

use proc_macro2::{Ident, Span};
use syn::LitStr;

use crate::syntax::{Attribute, Generics, Lifetimes, Parameter, Path, Type, Value};
use crate::tokens::Tokens;
use crate::{shape, tokens};

/// The item under the attribute: the closure as Rust sees it.
pub(crate) struct Item {
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) visibility: Tokens,
    pub(crate) name: Ident,
    pub(crate) generics: Generics,
    /// `None` if the type is not that of a closure, which has been reported.
    pub(crate) closure: Option<Closure>,
}

/// `dyn for<'a> FnMut(A, B) -> R + Send`
pub(crate) struct Closure {
    pub(crate) lifetimes: Option<Lifetimes>,
    /// The `FnMut` of the path, which names the trait.
    pub(crate) call: Ident,
    pub(crate) send: Option<Path>,
    pub(crate) sync: Option<Path>,
    /// The parentheses.
    pub(crate) paren: Span,
    pub(crate) inputs: Vec<Type>,
    pub(crate) output: Option<Type>,
}

impl Closure {
    /// The names of the lifetimes of its `for<..>`.
    pub(crate) fn bound_lifetimes(&self) -> &[String] {
        self.lifetimes.as_ref().map_or(&[], |lifetimes| &lifetimes.names)
    }

    /// All types of its signature.
    pub(crate) fn types(&self) -> Vec<&Type> {
        let mut types = Vec::new();
        for ty in &self.inputs {
            types.push(ty);
        }
        if let Some(ty) = &self.output {
            types.push(ty);
        }
        types
    }

    /// Whether it takes a reference that is each call's own.
    pub(crate) fn borrows(&self) -> bool {
        self.inputs.iter().any(|ty| {
            shape::reference(ty).is_some()
                && tokens::borrowed(&ty.tokens, self.bound_lifetimes()).is_some()
        })
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
    pub(crate) inputs: Vec<Parameter>,
    /// The `...`.
    pub(crate) variadic: Option<Tokens>,
    pub(crate) output: Option<Type>,
    /// As it was written, for the documentation.
    pub(crate) text: String,
}

impl Prototype {
    /// All types that it mentions.
    pub(crate) fn types(&self) -> Vec<&Type> {
        let mut types = Vec::new();
        for input in &self.inputs {
            types.push(&input.ty);
        }
        if let Some(ty) = &self.output {
            types.push(ty);
        }
        types
    }
}

/// The keys behind the prototype, each with the token that names it.
#[derive(Default)]
pub(crate) struct Keys {
    pub(crate) go_on: Option<(Ident, Value)>,
    pub(crate) stop: Option<(Ident, Value)>,
    pub(crate) ok: Option<(Ident, Value)>,
    pub(crate) err: Option<(Ident, Value)>,
    pub(crate) fallback: Option<(Ident, Value)>,
    pub(crate) context: Option<(Ident, Source)>,
    pub(crate) matches: Option<(Ident, Type)>,
    pub(crate) krate: Option<(Ident, Tokens)>,
    pub(crate) slots: Option<(Ident, Value)>,
    /// Whether some key could not be read, which has been reported: what seems to be missing may
    /// have been meant by it.
    pub(crate) unread: bool,
}

/// `context = …`
pub(crate) enum Source {
    /// The API has no user data.
    Nowhere(Ident),
    /// An expression over the prototype's parameters finds it.
    Expression(Value),
}

/// A declaration in which everything fits together.
pub(crate) struct Declaration {
    pub(crate) item: Item,
    pub(crate) closure: Closure,
    pub(crate) kind: Kind,
    pub(crate) abi: LitStr,
    /// The trampoline's parameters, in C's order.
    pub(crate) parameters: Vec<Parameter>,
    /// Where the context is.
    pub(crate) context: Context,
    /// Where each parameter of the closure comes from.
    pub(crate) passed: Vec<Passed>,
    /// What C gets; `None` is C's `void`.
    pub(crate) returns: Option<Type>,
    pub(crate) outcome: Outcome,
    pub(crate) fallback: Option<Value>,
    pub(crate) matches: Option<Type>,
    pub(crate) krate: Option<Tokens>,
    /// The prototype for the documentation.
    pub(crate) text: String,
}

/// What is left of a declaration with faults.
pub(crate) struct Remains {
    pub(crate) item: Item,
    /// The types that the prototype mentions.
    pub(crate) mentioned: Vec<Type>,
    pub(crate) krate: Option<Tokens>,
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
    /// The runtime's type for it.
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
    /// In one of so many slots, which a stub of its own knows: C has none.
    Slots(u16),
}

/// Where a parameter of the closure comes from: positions among the trampoline's parameters.
#[derive(Clone, Copy)]
pub(crate) enum Passed {
    One(usize),
    /// A slice, from a pointer and a length, whichever C passes first.
    Slice(usize, usize),
}

impl Passed {
    /// Whether C passes what is written as `ty`, so that nothing is converted.
    pub(crate) fn is(self, ty: &Tokens, parameters: &[Parameter]) -> bool {
        match self {
            Self::One(at) => tokens::same(ty, &parameters[at].ty.tokens),
            Self::Slice(..) => false,
        }
    }
}

/// How the closure's result reaches C.
pub(crate) enum Outcome {
    Plain,
    ControlFlow { go_on: Option<Value>, stop: Option<Value> },
    Result { ok: Option<Value>, err: Option<Value> },
}

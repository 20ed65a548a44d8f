//! A declaration that passed all checks, and the remains of one with faults.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{LitStr, Path, Type};

use super::{Closure, DestroyFunction, Item, Parameter, Prototype, Tuple, Value, tokens};

/// A declaration that passed all checks.
pub(crate) struct Declaration {
    pub(crate) item: Item,
    pub(crate) signature: Signature,
    pub(crate) kind: Kind,
    /// Where the context is.
    pub(crate) context: Context,
    /// The destroy function, if it does not have the usual form.
    pub(crate) destroy: Option<Destroy>,
}

/// A destroy function as the declaration describes it.
pub(crate) struct Destroy {
    pub(crate) function: DestroyFunction,
    /// Where its context is.
    pub(crate) context: Context,
    /// What C gets.
    pub(crate) destroyed: Option<Value>,
}

impl Declaration {
    /// Returns whether C has no user data, so that each closure takes a slot.
    pub(crate) fn has_slots(&self) -> bool {
        matches!(self.context, Context::Slots(_))
    }
}

/// Both sides of a call: C's prototype and Rust's signature, and the conversions between them.
pub(crate) struct Signature {
    pub(crate) closure: Closure,
    pub(crate) abi: LitStr,
    /// What C passes, in order.
    pub(crate) parameters: Vec<Parameter>,
    /// The parameters that were written in parentheses.
    pub(crate) tuples: Vec<Tuple>,
    /// Where each parameter of the closure comes from.
    pub(crate) passed: Vec<Passed>,
    /// What C gets; `None` is C's `void`.
    pub(crate) returns: Option<Type>,
    pub(crate) outcome: Outcome,
    pub(crate) fallback: Fallback,
    /// Whether a key has an expression that is evaluated in the trampoline.
    pub(crate) has_expressions: bool,
    pub(crate) matches: Option<Type>,
    pub(crate) krate: Option<Path>,
    /// The prototype for the documentation.
    pub(crate) text: String,
}

impl Signature {
    /// Returns whether a closure in a key mentions a parameter of the prototype.
    pub(crate) fn has_naming_key(&self) -> bool {
        let names = super::names(&self.parameters, &self.tuples);
        self.outcome.closures().any(|closure| names.iter().any(|name| closure.mentions(name)))
    }

    /// Returns whether a value that is evaluated in the trampoline can call it by name. An expression can,
    /// and so can a constant with an `impl` in it.
    pub(crate) fn can_name_trampoline(&self) -> bool {
        let fallback = match &self.fallback {
            // The fallback of a closure is evaluated elsewhere.
            Fallback::Constant(value) => value.as_ref().filter(|_| self.closure.is_method()),
            Fallback::Expression(_) | Fallback::Abort => None,
        };
        let mut constants = self.outcome.values().chain(fallback);
        self.has_expressions || constants.any(|value| tokens::may_have_items(value))
    }
}

/// What C gets if the closure returns no value.
pub(crate) enum Fallback {
    /// This constant, or nothing without the key.
    Constant(Option<Value>),
    /// The value of this expression over the call's parameters.
    Expression(Value),
    /// The process ends.
    Abort,
}

/// The remains of a declaration with faults.
pub(crate) struct Remains {
    pub(crate) item: Item,
    pub(crate) abi: LitStr,
    pub(crate) prototype: Option<Prototype>,
    /// The prototype of the destroy function.
    pub(crate) destroy: Option<Prototype>,
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

    /// Returns whether calls may come on other threads.
    pub(crate) fn is_send(self) -> bool {
        matches!(self, Self::FnMutSend | Self::FnSendSync | Self::FnOnceSend)
    }
}

/// Where the trampoline finds the context.
pub(crate) enum Context {
    /// In the parameter at this position.
    Parameter(usize),
    /// By this expression.
    Expression(Value),
    /// C has no user data. The context is in one of this many slots, each of which has its own function.
    Slots(u16),
}

/// The source of a closure's parameter: positions among the trampoline's parameters.
#[derive(Clone)]
pub(crate) enum Passed {
    One(usize),
    /// From several, such as the pointer and the length of a slice.
    Several(Vec<usize>),
}

impl Passed {
    /// Returns whether C passes a type that is spelled like `ty`, so that no conversion is needed.
    pub(crate) fn is(&self, ty: &dyn ToTokens, parameters: &[Parameter]) -> bool {
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

/// The conversion of the closure's result for C.
pub(crate) enum Outcome {
    Plain,
    ControlFlow { go_on: Option<Value>, stop: Option<Value> },
    Result { ok: Option<Value>, err: Option<Value> },
}

impl Outcome {
    /// Returns the closures in the keys.
    pub(crate) fn closures(&self) -> impl Iterator<Item = &Value> {
        self.values().filter(|value| value.is_closure())
    }

    /// Returns the values of the keys other than closures that see what escapes.
    pub(crate) fn escaping_constants(&self) -> impl Iterator<Item = &Value> {
        let (value, escape) = match self {
            Self::Plain => (None, None),
            Self::ControlFlow { go_on: value, stop: escape }
            | Self::Result { ok: value, err: escape } => (value.as_ref(), escape.as_ref()),
        };
        value.into_iter().chain(escape.filter(|escape| !escape.is_closure()))
    }

    /// Returns the closure that sees what escapes.
    pub(crate) fn escape_closure(&self) -> Option<&Value> {
        let escape = match self {
            Self::Plain => None,
            Self::ControlFlow { stop: escape, .. } | Self::Result { err: escape, .. } => {
                escape.as_ref()
            }
        };
        escape.filter(|escape| escape.is_closure())
    }

    /// Returns the values of the keys.
    fn values(&self) -> impl Iterator<Item = &Value> {
        let values = match self {
            Self::Plain => [None, None],
            Self::ControlFlow { go_on: value, stop: escape }
            | Self::Result { ok: value, err: escape } => [value.as_ref(), escape.as_ref()],
        };
        values.into_iter().flatten()
    }
}

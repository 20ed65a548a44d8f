//! A declaration as its author thinks of it: the item, the prototype, the keys.
//!
//! Types, paths, generics and attributes are syn's. The modules in here answer questions about them: `ty` by
//! their form, `tokens` by the names in them. `display` formats them for messages.

mod declaration;
mod display;
mod handler;
mod import;
pub(crate) mod tokens;
pub(crate) mod ty;
mod value;

use std::ops::Range;

use proc_macro2::{Group, Ident, Span};
use syn::{
    Attribute, BoundLifetimes, FnPtrVariadic, GenericParam, Generics, LitStr, Path, Token, Type,
    Visibility,
};

pub(crate) use self::declaration::{
    Context, Declaration, Destroy, Fallback, Kind, Outcome, Passed, Remains, Signature,
};
pub(crate) use self::display::display;
pub(crate) use self::handler::{Entry, Handler, HandlerRemains, Method, Receiver, Table};
pub(crate) use self::import::{
    FaultyImport, Foreign, ForeignBlock, ForeignParameter, Import, ImportKeys, ImportParameter,
    ImportResult, ImportRole, ImportedCallback, Imports, Kept, Member, Source as ImportSource,
    Word, WordKind,
};
pub(crate) use self::value::Value;

/// The item under the attribute, a type alias or a function: the closure as Rust sees it.
pub(crate) struct Item {
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    pub(crate) name: Ident,
    pub(crate) generics: Generics,
    /// `None` if it could not be read, which has been reported.
    pub(crate) closure: Option<Closure>,
}

/// The parts of a `fn` item other than its name, generics and types.
pub(crate) struct Function {
    pub(crate) unsafety: Option<Token![unsafe]>,
    /// The parenthesized parameters, with their patterns.
    pub(crate) parameters: Group,
    pub(crate) output: Option<Type>,
    pub(crate) body: Group,
}

/// `dyn for<'a> FnMut(A, B) -> R + Send`, or the signature of a `fn` item or a method.
#[derive(Clone)]
pub(crate) struct Closure {
    pub(crate) lifetimes: Option<BoundLifetimes>,
    pub(crate) form: ClosureForm,
    /// The name of the trait, such as `FnMut`, or the `fn` of an item or a method.
    pub(crate) call: Ident,
    pub(crate) send: Option<Path>,
    pub(crate) sync: Option<Path>,
    /// The parentheses.
    pub(crate) paren: Span,
    pub(crate) inputs: Vec<Type>,
    pub(crate) output: Option<Type>,
}

/// The form of an item that has the signature of a closure.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum ClosureForm {
    Closure,
    Function,
    Method,
}

impl Closure {
    /// Returns whether this is the signature of a `fn` item.
    pub(crate) fn is_function(&self) -> bool {
        self.form == ClosureForm::Function
    }

    /// Returns whether this is the signature of a method, which may return a borrow from its handler.
    pub(crate) fn is_method(&self) -> bool {
        self.form == ClosureForm::Method
    }

    /// Returns the noun that messages use for it.
    pub(crate) fn noun(&self) -> &'static str {
        match self.form {
            ClosureForm::Closure => "closure",
            ClosureForm::Function => "function",
            ClosureForm::Method => "method",
        }
    }

    /// Returns the noun that messages use for the item that declares its generics.
    pub(crate) fn item(&self) -> &'static str {
        match self.form {
            ClosureForm::Closure => "alias",
            ClosureForm::Function => "function",
            ClosureForm::Method => "trait",
        }
    }

    /// Returns the names of the lifetimes that its `for<..>` declares.
    pub(crate) fn bound_lifetimes(&self) -> Vec<String> {
        let parameters = self.lifetimes.iter().flat_map(|bound| &bound.lifetimes);
        parameters.map(|parameter| parameter_name(parameter).to_string()).collect()
    }

    /// Returns all types in the signature.
    pub(crate) fn types(&self) -> Vec<&Type> {
        self.inputs.iter().chain(&self.output).collect()
    }

    /// Returns whether a parameter is a reference with a lifetime that each call chooses.
    pub(crate) fn borrows(&self) -> bool {
        let bound = self.bound_lifetimes();
        let is_chosen = |input| tokens::borrowed(input, &bound).is_some();
        self.inputs.iter().any(|input| ty::reference(input).is_some() && is_chosen(input))
    }
}

/// Returns the name of an item's generic parameter. A lifetime loses its `'`.
pub(crate) fn parameter_name(parameter: &GenericParam) -> &Ident {
    match parameter {
        GenericParam::Lifetime(parameter) => &parameter.lifetime.ident,
        GenericParam::Type(parameter) => &parameter.ident,
        GenericParam::Const(parameter) => &parameter.ident,
    }
}

/// The attribute's argument: the prototype as C sees it, and the keys.
#[derive(Default)]
pub(crate) struct Arguments {
    /// Whether the attribute is on a method, which may take its calling convention from the trait.
    pub(crate) is_of_method: bool,
    pub(crate) abi: Option<LitStr>,
    pub(crate) form: Form,
    pub(crate) keys: Keys,
}

/// The form in which the prototype is given.
#[derive(Default)]
pub(crate) enum Form {
    /// By the types of the closure.
    #[default]
    Short,
    Full(Box<Prototype>),
    /// In a form that could not be read. The fault has been reported.
    Unread,
}

/// `fn(HWND, context: LPARAM) -> BOOL`
#[derive(Clone)]
pub(crate) struct Prototype {
    /// The `fn`.
    pub(crate) place: Span,
    /// The C parameters, one by one. Each element of a parameter in parentheses is a C parameter.
    pub(crate) inputs: Vec<Parameter>,
    /// The parameters in parentheses.
    pub(crate) tuples: Vec<Tuple>,
    pub(crate) variadic: Option<FnPtrVariadic>,
    pub(crate) output: Option<Type>,
    /// The prototype as the user wrote it, for the documentation.
    pub(crate) text: String,
    /// Whether it was made from the closure's types, for the short form.
    pub(crate) is_short: bool,
}

/// `context: LPARAM`
#[derive(Clone)]
pub(crate) struct Parameter {
    pub(crate) name: Option<Ident>,
    pub(crate) ty: Type,
    pub(crate) role: Role,
}

/// The role that a parameter of the prototype has for the closure.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// The closure takes it.
    Alone,
    /// It is named `context`, so it is the user data.
    Context,
    /// The closure takes it together with the rest of this tuple.
    InTuple(usize),
    /// The closure does not take it: its name is `_` or begins with `_`.
    Ignored,
    /// The closure does not take it, and an expression in a key mentions it.
    Mentioned,
}

/// `(*mut c_char, usize)`: several C parameters that are one parameter of the closure.
#[derive(Clone)]
pub(crate) struct Tuple {
    pub(crate) name: Option<Ident>,
    /// The positions of its elements among C's parameters.
    pub(crate) places: Range<usize>,
}

impl Prototype {
    /// Returns all types that the prototype mentions.
    pub(crate) fn types(&self) -> Vec<&Type> {
        self.inputs.iter().map(|input| &input.ty).chain(&self.output).collect()
    }

    /// Marks the parameters that one of these expressions mentions and the closure does not take. Removes the
    /// names of tuples that no expression mentions.
    pub(crate) fn mark_mentioned(&mut self, expressions: &[&Value]) {
        let is_mentioned = |name: &Ident| expressions.iter().any(|value| value.mentions(name));
        for Tuple { name, places } in &mut self.tuples {
            *name = name.take().filter(is_mentioned);
            for input in &mut self.inputs[places.clone()] {
                if input.role == Role::Ignored && name.is_some() {
                    input.role = Role::Mentioned;
                }
            }
        }
        for input in &mut self.inputs {
            if input.role == Role::Ignored && input.name.as_ref().is_some_and(is_mentioned) {
                input.role = Role::Mentioned;
            }
        }
    }

    /// Returns the names that the prototype gives to parameters.
    pub(crate) fn names(&self) -> Vec<&Ident> {
        names(&self.inputs, &self.tuples)
    }
}

/// Returns the names of parameters, and of those in parentheses.
fn names<'a>(inputs: &'a [Parameter], tuples: &'a [Tuple]) -> Vec<&'a Ident> {
    let tuples = tuples.iter().flat_map(|tuple| &tuple.name);
    inputs.iter().flat_map(|input| &input.name).chain(tuples).collect()
}

/// The keys after the prototype, each with the token that names it.
#[derive(Default)]
pub(crate) struct Keys {
    pub(crate) go_on: Option<(Ident, Value)>,
    pub(crate) stop: Option<(Ident, Value)>,
    pub(crate) ok: Option<(Ident, Value)>,
    pub(crate) err: Option<(Ident, Value)>,
    pub(crate) fallback: Option<(Ident, Value)>,
    pub(crate) base: Option<(Ident, Type)>,
    pub(crate) context: Option<(Ident, Source)>,
    pub(crate) destroy: Option<(Ident, Box<DestroyFunction>)>,
    pub(crate) destroyed: Option<(Ident, Value)>,
    pub(crate) matches: Option<(Ident, Type)>,
    pub(crate) krate: Option<(Ident, Path)>,
    /// The word `none`.
    pub(crate) references: Option<(Ident, Value)>,
    pub(crate) slots: Option<(Ident, Value)>,
    /// Whether a key could not be read. It has been reported. A key that seems to be missing may be that one.
    pub(crate) unread: bool,
}

impl Keys {
    pub(crate) const NAMES: [&str; 13] = [
        "base",
        "break",
        "context",
        "continue",
        "crate",
        "destroy",
        "destroyed",
        "err",
        "fallback",
        "matches",
        "ok",
        "references",
        "slots",
    ];
}

/// The value of `destroy`: the prototype of the destroy function.
pub(crate) struct DestroyFunction {
    pub(crate) abi: LitStr,
    pub(crate) prototype: Prototype,
}

/// The value of `context`.
pub(crate) enum Source {
    /// The API has no user data: the word `none`.
    Nowhere(Ident),
    /// An expression over the prototype's parameters that finds it.
    Expression(Value),
}

/// Returns the `cfg` attributes among those of an item.
pub(crate) fn conditions(attrs: &[Attribute]) -> impl Iterator<Item = &Attribute> {
    attrs.iter().filter(|attr| attr.path().is_ident("cfg"))
}

//! A block of functions of C: as it was read, and in which everything fits together.

use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens;
use syn::{Attribute, GenericParam, Generics, LitStr, Path, Token, Type, Visibility};

use super::{Value, parameter_name, tokens};

/// The argument of `#[import]`.
#[derive(Default)]
pub(crate) struct ImportKeys {
    pub(crate) from: Option<(Ident, Path)>,
    pub(crate) load: Option<(Ident, Value)>,
    /// The visibility and the name after `as`.
    pub(crate) name: Option<(Ident, (Visibility, Ident))>,
    pub(crate) krate: Option<(Ident, Path)>,
    /// Whether a key could not be read, which has been reported.
    pub(crate) unread: bool,
}

impl ImportKeys {
    pub(crate) const NAMES: [&str; 4] = ["as", "crate", "from", "load"];
}

/// An `extern` block, as it was written.
pub(crate) struct ForeignBlock {
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) unsafety: Option<Token![unsafe]>,
    pub(crate) place: Span,
    pub(crate) abi: Option<LitStr>,
    pub(crate) members: Vec<Member>,
}

/// A member of an `extern` block.
pub(crate) enum Member {
    Function(Box<Foreign>),
    /// A static or a type, with what messages call it.
    Other(TokenStream, &'static str),
    /// What could not be read, which has been reported. A function has a name.
    Unread(Option<(Visibility, Ident)>),
}

/// A function of C, as it was written.
pub(crate) struct Foreign {
    pub(crate) attrs: Vec<Attribute>,
    /// The word `optional`.
    pub(crate) optional: Option<Ident>,
    pub(crate) visibility: Visibility,
    /// The word `safe` or `unsafe`.
    pub(crate) safety: Option<Ident>,
    pub(crate) name: Ident,
    pub(crate) generics: Generics,
    pub(crate) parameters: Vec<ForeignParameter>,
    pub(crate) variadic: Option<Token![...]>,
    pub(crate) output: Option<Type>,
}

impl Foreign {
    /// Whether calling the wrapper is safe.
    pub(crate) fn is_safe(&self) -> bool {
        self.safety.as_ref().is_some_and(|word| word == "safe")
    }
}

/// `#[scope] each: Visit<B>`
pub(crate) struct ForeignParameter {
    pub(crate) words: Vec<Word>,
    /// The name, which can be `_`.
    pub(crate) name: Ident,
    pub(crate) ty: Type,
}

impl ForeignParameter {
    /// Whether the parameter has this name.
    pub(crate) fn is_named(&self, name: &str) -> bool {
        self.name == name
    }
}

/// An attribute of a parameter.
#[derive(Clone)]
pub(crate) struct Word {
    pub(crate) name: Ident,
    pub(crate) kind: WordKind,
}

impl Word {
    pub(crate) const NAMES: [&str; 10] = [
        "c", "context", "destroy", "forever", "notified", "once", "out", "register", "scope",
        "slot",
    ];
}

/// What an attribute of a parameter says.
#[derive(Clone)]
pub(crate) enum WordKind {
    /// How long C keeps a callback.
    Lifetime(Kept),
    /// `#[out]`
    Out,
    /// `#[c(*const u8, c_int)]`: the types of C.
    Types(Vec<Type>),
    /// `#[c(*mut c_void = null_mut())]`: a type of C, and the value that it always gets.
    Fixed(Box<Type>, Value),
    /// `#[context(each)]`: whose user data this is.
    ContextOf(Ident),
    /// `#[destroy(each)]`: whose destroy function this is.
    DestroyOf(Ident),
    /// It could not be read, which has been reported.
    Unread,
}

/// How long C keeps a callback.
#[derive(Clone)]
pub(crate) enum Kept {
    Scope,
    Once,
    Notified,
    /// With the expression that unregisters it.
    Register(Value),
    Forever,
    Slot,
}

impl Kept {
    /// Returns the expression that unregisters the callback.
    pub(crate) fn unset(&self) -> Option<&Value> {
        match self {
            Self::Register(unset) => Some(unset),
            _ => None,
        }
    }
}

/// A block in which everything fits together.
pub(crate) struct Imports {
    /// Those for the foreign block, such as `link`, or for the type of a loaded library.
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) unsafety: Option<Token![unsafe]>,
    pub(crate) abi: LitStr,
    pub(crate) source: Source,
    pub(crate) krate: Option<Path>,
    pub(crate) functions: Vec<Import>,
    /// Members of the foreign block that stay as they are.
    pub(crate) others: Vec<TokenStream>,
    /// The functions that have faults.
    pub(crate) faulty: Vec<FaultyImport>,
}

/// Where the functions of a block come from.
pub(crate) enum Source {
    /// The linker finds them.
    Linked,
    /// This module has them.
    From(Path),
    /// A library that is loaded at run time has them, and a type of this name represents it.
    Loaded { library: Value, visibility: Visibility, name: Ident },
}

/// A function with a fault, whose uses are not to be reported.
pub(crate) struct FaultyImport {
    pub(crate) visibility: Visibility,
    pub(crate) name: Ident,
    pub(crate) generics: Generics,
    /// How many arguments its wrapper would take.
    pub(crate) arguments: usize,
}

/// A function of C with a wrapper.
pub(crate) struct Import {
    /// Those of the wrapper.
    pub(crate) attrs: Vec<Attribute>,
    /// Those of the foreign function alone, such as `link_name`.
    pub(crate) link: Vec<Attribute>,
    /// Its name in C, or in the module, if `link_name` says another one.
    pub(crate) symbol: Option<LitStr>,
    pub(crate) is_optional: bool,
    pub(crate) visibility: Visibility,
    pub(crate) is_safe: bool,
    pub(crate) name: Ident,
    pub(crate) generics: Generics,
    pub(crate) parameters: Vec<ImportParameter>,
    pub(crate) variadic: Option<Token![...]>,
    pub(crate) callbacks: Vec<ImportedCallback>,
    pub(crate) result: ImportResult,
}

/// A parameter of a function of C, as the wrapper sees it.
pub(crate) struct ImportParameter {
    pub(crate) name: Ident,
    pub(crate) ty: Type,
    pub(crate) role: ImportRole,
}

/// What the wrapper does about a parameter.
pub(crate) enum ImportRole {
    /// Takes an argument, and passes it as it is.
    Whole,
    /// Takes an argument, and converts it to these types of C.
    Converted(Vec<Type>),
    /// Passes this value.
    Fixed(Box<Type>, Value),
    /// Returns what C writes there.
    Out,
    /// Takes a closure for the callback of this position, and passes its function.
    Callback(usize),
    /// Passes the user data of this callback.
    Context(usize),
    /// Passes the destroy function of this callback.
    Destroy(usize),
}

impl Import {
    /// Whether it needs a wrapper. Otherwise, it is a foreign function like any other.
    pub(crate) fn is_wrapped(&self, source: &Source) -> bool {
        let is_plain = self.callbacks.is_empty()
            && !self.is_generic()
            && matches!(self.result, ImportResult::Whole(_))
            && self.parameters.iter().all(|each| matches!(each.role, ImportRole::Whole));
        !(is_plain && matches!(source, Source::Linked))
    }

    /// Whether it has generics other than lifetimes, which a foreign function cannot have.
    pub(crate) fn is_generic(&self) -> bool {
        self.generics.params.iter().any(|each| !matches!(each, GenericParam::Lifetime(_)))
    }

    /// Whether a type may depend on one of these generics.
    pub(crate) fn may_decide(&self, ty: &dyn ToTokens) -> bool {
        self.generics.params.iter().any(|each| {
            !matches!(each, GenericParam::Lifetime(_))
                && tokens::may_depend_on(ty, &parameter_name(each).to_string())
        })
    }

    /// Returns the names of its lifetimes.
    pub(crate) fn lifetimes(&self) -> Vec<String> {
        self.generics.lifetimes().map(|each| each.lifetime.ident.to_string()).collect()
    }
}

impl ImportRole {
    /// Whether the wrapper has a parameter for it.
    pub(crate) fn is_taken(&self) -> bool {
        matches!(self, Self::Whole | Self::Converted(_) | Self::Callback(_))
    }
}

/// A callback that a function takes.
pub(crate) struct ImportedCallback {
    /// The position of its parameter.
    pub(crate) at: usize,
    /// The type that declares it.
    pub(crate) declaration: Type,
    pub(crate) kept: Kept,
    pub(crate) has_context: bool,
}

/// What a wrapper makes of C's result.
pub(crate) enum ImportResult {
    /// It returns the result. `None` is C's `void`.
    Whole(Option<Box<Type>>),
    /// The result is a status, by this error.
    Status(Box<Type>),
    /// The result is checked by this error.
    Checked(Box<(Type, Type)>),
}

impl ImportResult {
    /// Returns the error.
    pub(crate) fn error(&self) -> Option<&Type> {
        match self {
            Self::Whole(_) => None,
            Self::Status(error) => Some(error),
            Self::Checked(types) => Some(&types.1),
        }
    }

    /// Returns the type that the wrapper returns of C's result. `None` is `()`.
    pub(crate) fn value(&self) -> Option<&Type> {
        match self {
            Self::Whole(ty) => ty.as_deref(),
            Self::Status(_) => None,
            Self::Checked(types) => Some(&types.0),
        }
    }
}

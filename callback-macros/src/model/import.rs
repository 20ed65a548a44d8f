//! A block of C functions: as the parser read it, and as the checks accepted it.

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

/// An `extern` block as the user wrote it.
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
    /// A static or a type, with the noun that messages use for it.
    Other(TokenStream, &'static str),
    /// A member that could not be read. The fault has been reported. If the member is a function, its name is known.
    Unread(Option<(Visibility, Ident)>),
}

/// A C function as the user wrote it.
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
    /// Returns whether the wrapper is safe to call.
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
    /// Returns whether the parameter is named `name`.
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

/// The meaning of a parameter's attribute.
#[derive(Clone)]
pub(crate) enum WordKind {
    /// How long C keeps a callback.
    Lifetime(Kept),
    /// `#[out]`
    Out,
    /// `#[c(*const u8, c_int)]`: the types that C takes.
    Types(Vec<Type>),
    /// `#[c(*mut c_void = null_mut())]`: the type that C takes, and the value that it always gets.
    Fixed(Box<Type>, Value),
    /// `#[context(each)]`: the callback that the user data belongs to.
    ContextOf(Ident),
    /// `#[destroy(each)]`: the callback that the destroy function belongs to.
    DestroyOf(Ident),
    /// An attribute that could not be read. The fault has been reported.
    Unread,
}

/// How long C keeps a callback.
#[derive(Clone)]
pub(crate) enum Kept {
    Scope,
    Once,
    Notified,
    /// Until it is unregistered, with the expression that does so.
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

/// A block that passed all checks.
pub(crate) struct Imports {
    /// The attributes of the foreign block, such as `link`, or of the type of a loaded library.
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) unsafety: Option<Token![unsafe]>,
    pub(crate) abi: LitStr,
    pub(crate) source: Source,
    pub(crate) krate: Option<Path>,
    pub(crate) functions: Vec<Import>,
    /// The members of the foreign block that are passed on unchanged.
    pub(crate) others: Vec<TokenStream>,
    /// The functions with faults.
    pub(crate) faulty: Vec<FaultyImport>,
}

/// The source of a block's functions.
pub(crate) enum Source {
    /// The linker resolves them.
    Linked,
    /// This module contains them.
    From(Path),
    /// A library that is loaded at run time contains them. A type of this name represents the library.
    Loaded { library: Value, visibility: Visibility, name: Ident },
}

/// A function with a fault. Its uses must not be reported as well.
pub(crate) struct FaultyImport {
    pub(crate) visibility: Visibility,
    pub(crate) name: Ident,
    pub(crate) generics: Generics,
    /// The number of arguments that its wrapper would take.
    pub(crate) arguments: usize,
}

/// A C function with a wrapper.
pub(crate) struct Import {
    /// The attributes of the wrapper.
    pub(crate) attrs: Vec<Attribute>,
    /// The attributes of the foreign function alone, such as `link_name`.
    pub(crate) link: Vec<Attribute>,
    /// Its name in C, or in the module, if `link_name` gives a different one.
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

/// A parameter of a C function, as the wrapper sees it.
pub(crate) struct ImportParameter {
    pub(crate) name: Ident,
    pub(crate) ty: Type,
    pub(crate) role: ImportRole,
}

/// The way the wrapper treats a parameter.
pub(crate) enum ImportRole {
    /// Takes an argument and passes it unchanged.
    Whole,
    /// Takes an argument and converts it to these C types.
    Converted(Vec<Type>),
    /// Passes this value.
    Fixed(Box<Type>, Value),
    /// Passes a pointer, and returns the value that C writes there.
    Out,
    /// Takes a closure for the callback with this index, and passes its function.
    Callback(usize),
    /// Passes the user data of the callback with this index.
    Context(usize),
    /// Passes the destroy function of the callback with this index.
    Destroy(usize),
}

impl Import {
    /// Returns whether the function needs a wrapper. A function that needs none is a plain foreign function.
    pub(crate) fn is_wrapped(&self, source: &Source) -> bool {
        let is_plain = self.callbacks.is_empty()
            && !self.is_generic()
            && matches!(self.result, ImportResult::Whole(_))
            && self.parameters.iter().all(|each| matches!(each.role, ImportRole::Whole));
        !(is_plain && matches!(source, Source::Linked))
    }

    /// Returns whether the function has generics other than lifetimes, which a foreign function cannot have.
    pub(crate) fn is_generic(&self) -> bool {
        self.generics.params.iter().any(|each| !matches!(each, GenericParam::Lifetime(_)))
    }

    /// Returns whether a type may depend on one of these generics.
    pub(crate) fn may_decide(&self, ty: &dyn ToTokens) -> bool {
        self.generics.params.iter().any(|each| {
            !matches!(each, GenericParam::Lifetime(_))
                && tokens::may_depend_on(ty, &parameter_name(each).to_string())
        })
    }

    /// Returns the names of the function's lifetimes.
    pub(crate) fn lifetimes(&self) -> Vec<String> {
        self.generics.lifetimes().map(|each| each.lifetime.ident.to_string()).collect()
    }
}

impl ImportRole {
    /// Returns whether the wrapper has a parameter for this one.
    pub(crate) fn is_taken(&self) -> bool {
        matches!(self, Self::Whole | Self::Converted(_) | Self::Callback(_))
    }
}

/// A callback that a function takes.
pub(crate) struct ImportedCallback {
    /// The position of the callback's parameter.
    pub(crate) at: usize,
    /// The type that declares it.
    pub(crate) declaration: Type,
    pub(crate) kept: Kept,
    pub(crate) has_context: bool,
}

/// The way a wrapper returns C's result.
pub(crate) enum ImportResult {
    /// As it is. `None` is C's `void`.
    Whole(Option<Box<Type>>),
    /// As a `Result` with this error and no value: C's result is a status.
    Status(Box<Type>),
    /// As a `Result` with this value and this error, which checks C's result.
    Checked(Box<(Type, Type)>),
}

impl ImportResult {
    /// Returns the type of the error, if the wrapper returns one.
    pub(crate) fn error(&self) -> Option<&Type> {
        match self {
            Self::Whole(_) => None,
            Self::Status(error) => Some(error),
            Self::Checked(types) => Some(&types.1),
        }
    }

    /// Returns the type of the value that the wrapper returns for C's result. `None` is `()`.
    pub(crate) fn value(&self) -> Option<&Type> {
        match self {
            Self::Whole(ty) => ty.as_deref(),
            Self::Status(_) => None,
            Self::Checked(types) => Some(&types.0),
        }
    }
}

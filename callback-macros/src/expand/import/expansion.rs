//! The state that the parts of a wrapper's expansion share.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::{Lifetime, Type};

use crate::expand::parts::ours;
use crate::model::{Import, ImportedCallback, Imports, Kept, tokens};
use crate::names::{self, Words};

/// A wrapper, and the names that several of its parts use.
pub(super) struct Wrapper<'a> {
    pub(super) imports: &'a Imports,
    pub(super) import: &'a Import,
    pub(super) runtime: &'a TokenStream,
    /// The type parameters for the closures.
    pub(super) closures: Vec<Ident>,
    /// The places of the parameters' types.
    pub(super) places: Vec<Span>,
    /// The lifetime of what is borrowed until a callback is unregistered.
    pub(super) borrowed: Lifetime,
}

impl<'a> Wrapper<'a> {
    pub(super) fn new(
        imports: &'a Imports,
        import: &'a Import,
        runtime: &'a TokenStream,
        words: &Words,
    ) -> Self {
        // A macro may expand to a type of the user's that is named `F`.
        let base = if words.has_macros() { "__F" } else { "F" };
        let closures = (0..import.callbacks.len()).map(|at| match (at, import.callbacks.len()) {
            (_, 1) => words.unused(base),
            (at, _) => words.unused(&format!("{base}{}", at + 1)),
        });
        let lifetime = words.unused("a");
        Self {
            imports,
            import,
            runtime,
            closures: closures.collect(),
            places: import.parameters.iter().map(|each| ours(first(&each.ty))).collect(),
            borrowed: Lifetime::new(&format!("'{lifetime}"), lifetime.span()),
        }
    }

    /// Returns the path of the runtime crate with the span of the user's `place`. The compiler reports a
    /// fault once if all the code that has it is at one place.
    pub(super) fn runtime_at(&self, place: Span) -> TokenStream {
        match self.imports.krate {
            Some(_) => tokens::at(self.runtime, place),
            None => quote_spanned!(place=> ::callback_runtime),
        }
    }

    /// Returns the span of a callback's declaration.
    pub(super) fn place(&self, callback: &ImportedCallback) -> Span {
        self.places[callback.at]
    }

    /// Returns the name of the wrapper's parameter at the position `at`.
    pub(super) fn taken(&self, at: usize) -> Ident {
        let name = &self.import.parameters[at].name;
        if name == "_" { names::argument(at) } else { name.clone() }
    }

    /// Returns the callbacks that C calls only during the call, with their indices.
    pub(super) fn scopes(&self) -> impl DoubleEndedIterator<Item = (usize, &ImportedCallback)> {
        let callbacks = self.import.callbacks.iter().enumerate();
        callbacks.filter(|(_, callback)| matches!(callback.kept, Kept::Scope))
    }
}

/// Returns the span of a type's first token. That is faster than joining the spans of all of them.
fn first(ty: &Type) -> Span {
    ty.to_token_stream().into_iter().next().map_or_else(Span::call_site, |token| token.span())
}

/// Returns the name of the variable for a callback's slot.
pub(super) fn slot(callback: usize) -> Ident {
    names::local(&format!("slot_{callback}"))
}

/// Returns the name of the trait by which a wrapper takes a closure.
pub(super) fn bound(callback: &ImportedCallback) -> Ident {
    let name = match (&callback.kept, callback.has_context) {
        (Kept::Scope, true) => "Imports",
        (Kept::Scope, false) => "ImportsInSlot",
        (Kept::Slot, _) => "ImportsStaticInSlot",
        _ => "ImportsStatic",
    };
    names::ident(name)
}

/// Returns the name of the variable for a callback's function pointer.
pub(super) fn function(callback: usize) -> Ident {
    names::local(&format!("function_{callback}"))
}

/// Returns the name of the variable for a callback's user data.
pub(super) fn context(callback: usize) -> Ident {
    names::local(&format!("context_{callback}"))
}

/// Returns the name of the variable for a callback's destroy function.
pub(super) fn destroy(callback: usize) -> Ident {
    names::local(&format!("destroy_{callback}"))
}

/// Returns the name of the variable that C writes to.
pub(super) fn out(at: usize) -> Ident {
    names::local(&format!("out_{at}"))
}

/// Returns a single part as it is, and any other number of parts as a tuple.
pub(super) fn together(parts: &[impl ToTokens]) -> TokenStream {
    match parts {
        [part] => part.to_token_stream(),
        parts => quote!((#(#parts),*)),
    }
}

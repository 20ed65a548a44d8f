//! A wrapper, and what several of its parts share.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::{Lifetime, Type};

use crate::expand::parts::ours;
use crate::model::{Import, ImportedCallback, Imports, Kept, tokens};
use crate::names::{self, Words};

/// A wrapper, and what several of its parts name.
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
        // A macro may name a type of the user's.
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

    /// Returns the path of the runtime crate, as if it were written at the user's `place`. The compiler reports a fault
    /// once if all that has it is at one place.
    pub(super) fn runtime_at(&self, place: Span) -> TokenStream {
        match self.imports.krate {
            Some(_) => tokens::at(self.runtime, place),
            None => quote_spanned!(place=> ::callback_runtime),
        }
    }

    /// Returns the place of a callback's declaration.
    pub(super) fn place(&self, callback: &ImportedCallback) -> Span {
        self.places[callback.at]
    }

    /// Returns the name of the wrapper's parameter at a position.
    pub(super) fn taken(&self, at: usize) -> Ident {
        let name = &self.import.parameters[at].name;
        if name == "_" { names::argument(at) } else { name.clone() }
    }

    /// Returns the callbacks that C calls during the call only, with their numbers.
    pub(super) fn scopes(&self) -> impl DoubleEndedIterator<Item = (usize, &ImportedCallback)> {
        let callbacks = self.import.callbacks.iter().enumerate();
        callbacks.filter(|(_, callback)| matches!(callback.kept, Kept::Scope))
    }
}

/// Returns the place of a type: of its first token, which takes less time than to join all of them.
fn first(ty: &Type) -> Span {
    ty.to_token_stream().into_iter().next().map_or_else(Span::call_site, |token| token.span())
}

/// The slot of a callback.
pub(super) fn slot(callback: usize) -> Ident {
    names::local(&format!("slot_{callback}"))
}

/// Returns the trait by which a wrapper takes a closure.
pub(super) fn bound(callback: &ImportedCallback) -> Ident {
    let name = match (&callback.kept, callback.has_context) {
        (Kept::Scope, true) => "Imports",
        (Kept::Scope, false) => "ImportsInSlot",
        (Kept::Slot, _) => "ImportsStaticInSlot",
        _ => "ImportsStatic",
    };
    names::ident(name)
}

/// The function pointer of a callback.
pub(super) fn function(callback: usize) -> Ident {
    names::local(&format!("function_{callback}"))
}

/// The user data of a callback.
pub(super) fn context(callback: usize) -> Ident {
    names::local(&format!("context_{callback}"))
}

/// The destroy function of a callback.
pub(super) fn destroy(callback: usize) -> Ident {
    names::local(&format!("destroy_{callback}"))
}

/// The place of what C writes.
pub(super) fn out(at: usize) -> Ident {
    names::local(&format!("out_{at}"))
}

/// Returns one part alone, and others as a tuple.
pub(super) fn together(parts: &[impl ToTokens]) -> TokenStream {
    match parts {
        [part] => part.to_token_stream(),
        parts => quote!((#(#parts),*)),
    }
}

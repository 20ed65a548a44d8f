//! Every identifier that the macro invents.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span};

/// The words of a declaration. A new type parameter must differ from all of them, since hygiene does not
/// cover type parameters.
pub(crate) struct Words {
    words: BTreeSet<String>,
    has_macros: bool,
}

impl Words {
    pub(crate) fn new(identifiers: &[Ident], has_macros: bool) -> Self {
        Self { words: identifiers.iter().map(plain).collect(), has_macros }
    }

    /// Returns whether the declaration may contain a macro, which may name other words.
    pub(crate) fn has_macros(&self) -> bool {
        self.has_macros
    }

    /// Returns `wanted`, with underscores added until it differs from all words.
    pub(crate) fn unused(&self, wanted: &str) -> Ident {
        let mut name = wanted.to_owned();
        while self.words.contains(&name) {
            name.push('_');
        }
        ident(&name)
    }
}

/// The calling conventions of stable Rust, without their `-unwind` forms.
pub(crate) const CONVENTIONS: [&str; 10] = [
    "C", "aapcs", "cdecl", "efiapi", "fastcall", "stdcall", "system", "sysv64", "thiscall", "win64",
];

/// Returns a name without its `r#`.
pub(crate) fn plain(name: &Ident) -> String {
    let name = name.to_string();
    name.strip_prefix("r#").map(str::to_owned).unwrap_or(name)
}

/// Returns whether a name is one of `names`.
pub(crate) fn is_one_of(name: &Ident, names: &[&str]) -> bool {
    names.iter().any(|expected| name == expected)
}

/// Returns the name of the trampoline's parameter at a position.
pub(crate) fn argument(at: usize) -> Ident {
    local(&format!("argument_{at}"))
}

/// Returns the name of the closure's parameter at a position.
pub(crate) fn converted(at: usize) -> Ident {
    local(&format!("converted_{at}"))
}

/// Returns the name of a variable or an item of generated code.
///
/// Hygiene does not separate it from an item of that name in the user's crate or in a C library's header.
/// Generated items would hide such an item, and a variable cannot have the name of a static or a constant. So
/// the names begin with `__`.
pub(crate) fn local(name: &str) -> Ident {
    ident(&format!("__{name}"))
}

/// Returns the name of an item that users name, too, with the span of theirs.
pub(crate) fn at(name: &str, place: Span) -> Ident {
    Ident::new(name, place)
}

/// Returns the name of the item that `text` names, with `r#` before a keyword. Returns `None` if the text
/// cannot name an item.
pub(crate) fn item(text: &str, place: Span) -> Option<Ident> {
    let name = syn::parse_str::<Ident>(text).or_else(|_| syn::parse_str(&format!("r#{text}")));
    let mut name = name.ok()?;
    name.set_span(place);
    Some(name)
}

/// Returns an identifier of generated code.
pub(crate) fn ident(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}

/// Returns the name of the runtime's type for a calling convention: `StdcallUnwind` for `stdcall-unwind`.
pub(crate) fn abi(name: &str) -> Ident {
    let capitalized = name.split('-').map(|word| {
        let (first, rest) = word.split_at(1);
        first.to_ascii_uppercase() + rest
    });
    ident(&capitalized.collect::<String>())
}

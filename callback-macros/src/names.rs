//! Every identifier that the macro invents.

use proc_macro2::{Ident, Span, TokenStream};

/// The words of a declaration, among which a new name must be new, as type parameters know no hygiene.
pub(crate) struct Words(String);

impl Words {
    /// All that stands in `streams`. As text: to walk the tokens takes a call of the compiler for each
    /// group.
    pub(crate) fn of(streams: [&TokenStream; 2]) -> Self {
        let [one, other] = streams;
        Self(format!("{one} {other}"))
    }

    /// A name that is none of the words.
    pub(crate) fn unused(&self, wanted: &str) -> Ident {
        let mut name = wanted.to_owned();
        while self.have(&name) {
            name.push('_');
        }
        ident(&name)
    }

    fn have(&self, name: &str) -> bool {
        let is_part = |c: Option<char>| c.is_some_and(|c| c == '_' || c.is_alphanumeric());
        self.0.match_indices(name).any(|(at, _)| {
            let (before, behind) = (&self.0[..at], &self.0[at + name.len()..]);
            !is_part(before.chars().next_back()) && !is_part(behind.chars().next())
        })
    }
}

/// A name without its `r#`.
pub(crate) fn plain(name: &Ident) -> String {
    let name = name.to_string();
    name.strip_prefix("r#").map(str::to_owned).unwrap_or(name)
}

/// Whether a name is among others.
pub(crate) fn is_one_of(name: &Ident, names: &[&str]) -> bool {
    names.contains(&name.to_string().as_str())
}

/// The trampoline's parameter at a position.
pub(crate) fn argument(at: usize) -> Ident {
    local(&format!("argument_{at}"))
}

/// The closure's parameter at a position.
pub(crate) fn converted(at: usize) -> Ident {
    local(&format!("converted_{at}"))
}

/// A variable or an item of generated code.
///
/// No hygiene keeps it apart from what the user's crate, or a C library's header, has of that name: an
/// item hides it, and a variable cannot be called as a static or a constant is.
pub(crate) fn local(name: &str) -> Ident {
    ident(&format!("__{name}"))
}

/// What generated code names as it is.
pub(crate) fn ident(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}

/// `stdcall-unwind` is `StdcallUnwind`: the runtime's type for a calling convention.
pub(crate) fn abi(name: &str) -> Ident {
    let mut marker = String::new();
    for word in name.split('-') {
        let mut letters = word.chars();
        marker.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        marker.extend(letters);
    }
    ident(&marker)
}

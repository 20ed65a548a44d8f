//! Every identifier that the macro invents.

use proc_macro2::{Ident, Span};

use crate::parse::Buffer;

/// The words of a declaration, among which a new name must be new, as type parameters know no hygiene.
pub(crate) struct Words<'a>(pub(crate) [&'a Buffer; 2]);

impl Words<'_> {
    /// A name that is none of the words.
    pub(crate) fn unused(&self, wanted: &str) -> Ident {
        let mut name = wanted.to_owned();
        let [item, arguments] = self.0;
        while item.has(&name) || arguments.has(&name) {
            name.push('_');
        }
        ident(&name)
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
    let (mut marker, mut begins) = (String::new(), true);
    for letter in name.chars() {
        if letter != '-' {
            marker.push(if begins { letter.to_ascii_uppercase() } else { letter });
        }
        begins = letter == '-';
    }
    ident(&marker)
}

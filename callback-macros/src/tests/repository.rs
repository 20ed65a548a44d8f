//! The declarations in the files of the repository.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// The two inputs of the attribute.
#[derive(Clone)]
pub(super) struct Case {
    pub(super) arguments: TokenStream,
    pub(super) item: TokenStream,
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#[callback({})]\n{}", self.arguments, self.item)
    }
}

/// Returns the root of the repository. A published package of this crate has none.
pub(super) fn root() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    root.join("tests/tests").exists().then_some(root)
}

/// Returns a file, or all files below a directory, in the same order on each machine.
pub(super) fn files(path: &Path) -> Vec<PathBuf> {
    if !path.is_dir() {
        return vec![path.to_owned()];
    }
    let mut entries: Vec<_> =
        fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    entries.iter().flat_map(|entry| files(entry)).collect()
}

/// Whether the name of a file has this extension.
pub(super) fn is_named(file: &Path, extension: &str) -> bool {
    file.extension().is_some_and(|own| own == extension)
}

/// Finds `#[callback(..)]`, and the item that follows it up to the `;` or the body. The attributes of a trait's methods
/// are parts of the trait.
pub(super) fn find(tokens: TokenStream, cases: &mut Vec<Case>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut after_trait = 0;
    for (at, token) in tokens.iter().enumerate() {
        let TokenTree::Group(group) = token else { continue };
        if at < after_trait {
            continue;
        }
        match arguments(group.stream()).filter(|_| group.delimiter() == Delimiter::Bracket) {
            Some(arguments) => {
                let rest = &tokens[at + 1..];
                let end = rest.iter().position(is_end).map_or(rest.len(), |end| end + 1);
                let item = rest.iter().take(end).cloned();
                if rest.iter().take(end).any(|token| token.to_string() == "trait") {
                    after_trait = at + 1 + end;
                }
                cases.push(Case { arguments, item: item.collect() });
            }
            None => find(group.stream(), cases),
        }
    }
}

/// Whether an item ends with this token.
fn is_end(token: &TokenTree) -> bool {
    match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        token => token.to_string() == ";",
    }
}

/// The arguments of `callback(..)`, or of `callback`.
fn arguments(attribute: TokenStream) -> Option<TokenStream> {
    let mut tokens = attribute.into_iter();
    tokens.next().filter(|name| name.to_string() == "callback")?;
    match tokens.next() {
        Some(TokenTree::Group(group)) => Some(group.stream()),
        Some(_) => None,
        None => Some(TokenStream::new()),
    }
}

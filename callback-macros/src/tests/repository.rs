//! The declarations in the files of the repository.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// The attributes of this crate.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Attribute {
    Callback,
    Import,
}

/// The two inputs of an attribute.
#[derive(Clone)]
pub(super) struct Case {
    pub(super) attribute: Attribute,
    pub(super) arguments: TokenStream,
    pub(super) item: TokenStream,
}

impl Case {
    /// Returns what the attribute writes.
    pub(super) fn expand(&self) -> TokenStream {
        match self.attribute {
            Attribute::Callback => crate::expand(self.arguments.clone(), &self.item),
            Attribute::Import => crate::expand_imports(self.arguments.clone(), &self.item),
        }
    }
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self.attribute {
            Attribute::Callback => "callback",
            Attribute::Import => "import",
        };
        write!(f, "#[{name}({})]\n{}", self.arguments, self.item)
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

/// Returns whether a file has this extension.
pub(super) fn is_named(file: &Path, extension: &str) -> bool {
    file.extension().is_some_and(|own| own == extension)
}

/// Finds `#[callback(..)]` and `#[import(..)]`, and the item that follows it up to the `;` or the body. The attributes
/// of a trait's methods, and of the functions in a block, are parts of it.
pub(super) fn find(tokens: TokenStream, cases: &mut Vec<Case>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut after_item = 0;
    for (at, token) in tokens.iter().enumerate() {
        let TokenTree::Group(group) = token else { continue };
        if at < after_item {
            continue;
        }
        match attribute(group.stream()).filter(|_| group.delimiter() == Delimiter::Bracket) {
            Some((attribute, arguments)) => {
                let rest = &tokens[at + 1..];
                let end = rest.iter().position(is_end).map_or(rest.len(), |end| end + 1);
                let item = rest.iter().take(end).cloned();
                let is_trait = rest.iter().take(end).any(|token| token.to_string() == "trait");
                if is_trait || attribute == Attribute::Import {
                    after_item = at + 1 + end;
                }
                cases.push(Case { attribute, arguments, item: item.collect() });
            }
            None => find(group.stream(), cases),
        }
    }
}

/// Returns whether an item ends with this token.
fn is_end(token: &TokenTree) -> bool {
    match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        token => token.to_string() == ";",
    }
}

/// Reads `callback(..)` or `import(..)`, with or without the path of the crate and the arguments.
fn attribute(tokens: TokenStream) -> Option<(Attribute, TokenStream)> {
    let mut tokens = tokens.into_iter().peekable();
    if tokens.next_if(|name| name.to_string() == "callback_runtime").is_some() {
        tokens.nth(1)?;
    }
    let attribute = match tokens.next()?.to_string().as_str() {
        "callback" => Attribute::Callback,
        "import" => Attribute::Import,
        _ => return None,
    };
    match tokens.next() {
        Some(TokenTree::Group(group)) => Some((attribute, group.stream())),
        Some(_) => None,
        None => Some((attribute, TokenStream::new())),
    }
}

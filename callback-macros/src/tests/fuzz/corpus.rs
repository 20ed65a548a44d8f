//! Every declaration of the repository: those of tests, examples, documentation, and of what does not
//! compile.

use std::fmt;
use std::fs;
use std::path::Path;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// What the attribute gets.
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

/// All declarations, in the same order on each machine.
pub(super) fn corpus() -> Vec<Case> {
    let mut cases = odd();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    // The package that is published is without its surroundings.
    if root.join("tests/tests").exists() {
        for part in ["README.md", "callback-runtime/src", "examples", "tests/tests"] {
            read(&root.join(part), &mut cases);
        }
        assert!(cases.len() > 600, "there are more declarations than {}", cases.len());
    }
    cases
}

/// The odd cases that are tests of their own.
fn odd() -> Vec<Case> {
    let parse = |text: &str| text.parse::<TokenStream>().ok();
    let arguments = include_str!("../arguments.txt").lines().filter_map(parse);
    let items = include_str!("../items.txt").lines().filter_map(parse);
    let item: TokenStream = super::super::tokens(super::super::ITEM);
    let plain = super::super::tokens("extern \"C\", fallback = 0");
    arguments
        .map(|arguments| Case { arguments, item: item.clone() })
        .chain(items.map(|item| Case { arguments: plain.clone(), item }))
        // What is no Rust, and none of ours, is not for the attribute to mend.
        .filter(|case| super::verdict(case).is_ok())
        .collect()
}

fn read(path: &Path, cases: &mut Vec<Case>) {
    if path.is_dir() {
        let mut entries: Vec<_> =
            fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).collect();
        entries.sort();
        return entries.iter().for_each(|entry| read(entry, cases));
    }
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("rs") => {
            let text = fs::read_to_string(path).unwrap();
            if let Ok(tokens) = text.parse() {
                find(tokens, cases);
            }
            let documentation = text.lines().filter_map(|line| {
                let line = line.trim_start();
                line.strip_prefix("///").or_else(|| line.strip_prefix("//!"))
            });
            read_blocks(documentation, cases);
        }
        Some("md") => read_blocks(fs::read_to_string(path).unwrap().lines(), cases),
        _ => {}
    }
}

/// Reads the code blocks of documentation.
fn read_blocks<'a>(lines: impl Iterator<Item = &'a str>, cases: &mut Vec<Case>) {
    let mut block: Option<String> = None;
    for line in lines.map(str::trim_start) {
        if line.starts_with("```") {
            match block.take() {
                None => block = Some(String::new()),
                Some(code) => code.parse().into_iter().for_each(|tokens| find(tokens, cases)),
            }
        } else if let Some(code) = &mut block {
            code.push_str(line.strip_prefix("# ").unwrap_or(line));
            code.push('\n');
        }
    }
}

/// Finds `#[callback(..)]`, and what stands behind it up to the `;`.
fn find(tokens: TokenStream, cases: &mut Vec<Case>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for (at, token) in tokens.iter().enumerate() {
        let TokenTree::Group(group) = token else { continue };
        match arguments(group.stream()).filter(|_| group.delimiter() == Delimiter::Bracket) {
            Some(arguments) => {
                let rest = &tokens[at + 1..];
                let end = rest.iter().position(|token| token.to_string() == ";");
                let item = rest.iter().take(end.map_or(rest.len(), |end| end + 1)).cloned();
                cases.push(Case { arguments, item: item.collect() });
            }
            None => find(group.stream(), cases),
        }
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

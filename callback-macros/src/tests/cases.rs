//! Runs the cases of the package `tests` without a compiler, in seconds instead of a minute. For each misuse
//! in `tests/tests/compile_fail`, the attribute reports the errors in its `.stderr` file. For
//! `tests/tests/declarations`, it reports nothing.

use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};

use super::repository::{self, find};
use super::tokens;

/// Returns the Rust files in a directory of the tests. A published package of this crate has none.
pub(super) fn files(directory: &str) -> Option<Vec<PathBuf>> {
    let mut files = repository::files(&repository::root()?.join("tests/tests").join(directory));
    files.retain(|file| repository::is_named(file, "rs"));
    Some(files)
}

/// Gathers the errors in an expansion.
pub(super) fn errors(expanded: TokenStream, found: &mut Vec<String>) {
    let mut speaks = false;
    for token in expanded {
        match token {
            TokenTree::Ident(name) => speaks = name == "compile_error",
            TokenTree::Group(group) if speaks => {
                let message: syn_full::LitStr = syn_full::parse2(group.stream()).unwrap();
                found.push(message.value());
                speaks = false;
            }
            TokenTree::Group(group) => errors(group.stream(), found),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

/// Returns the number of declarations in a file, not counting those in macros, and the errors in them.
fn expand(file: &Path) -> (usize, Vec<String>) {
    let mut cases = Vec::new();
    find(tokens(&fs::read_to_string(file).unwrap()), &mut cases);
    cases.retain(|case| !case.to_string().contains('$'));
    let mut said = Vec::new();
    for case in &cases {
        errors(case.expand(), &mut said);
    }
    said.sort();
    (cases.len(), said)
}

/// Returns the errors that the compiler printed for the attribute. An error with a number is the compiler's own.
fn printed(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut speaks = false;
    for line in text.lines() {
        if let Some(error) = line.strip_prefix("error: ") {
            found.push(error.into());
            speaks = true;
        } else if line.trim_start().starts_with("-->") {
            speaks = false;
        } else if let Some(error) = found.last_mut().filter(|_| speaks) {
            error.push('\n');
            error.push_str(line.trim_start());
        }
    }
    found.retain(|error| !is_the_compilers(error));
    found.sort();
    found
}

/// Returns whether the compiler itself reports this error, although it has no number.
fn is_the_compilers(error: &str) -> bool {
    const STARTS: [&str; 8] = [
        "`Trait(...)` syntax",
        "expected `;`",
        "expected one of `",
        "lifetime may not",
        "no rules expected",
        "unused `",
        "usage of an `unsafe extern` block",
        "use of deprecated",
    ];
    STARTS.iter().any(|start| error.starts_with(start)) || error.ends_with("is not FFI-safe")
}

#[test]
fn a_misuse_is_refused_in_the_words_that_are_written_down() {
    let Some(files) = files("compile_fail") else { return };
    let mut count = 0;
    for file in files {
        let said =
            if file.ends_with("type_without_semicolon.rs") { Vec::new() } else { expand(&file).1 };
        let written = printed(&fs::read_to_string(file.with_extension("stderr")).unwrap());
        assert_eq!(said, written, "{}", file.display());
        count += said.len();
    }
    assert!(count > 100, "there were {count}");
}

#[test]
fn no_message_names_what_is_private() {
    let Some(files) = files("compile_fail") else { return };
    for file in files {
        let written = fs::read_to_string(file.with_extension("stderr")).unwrap();
        assert!(!written.contains("__private"), "{}", file.display());
    }
}

#[test]
fn what_compiles_is_not_refused() {
    let Some(files) = files("declarations") else { return };
    let mut count = 0;
    for file in files {
        let (declarations, said) = expand(&file);
        assert!(said.is_empty(), "{}: {said:?}", file.display());
        count += declarations;
    }
    assert!(count > 30, "there were {count}");
}

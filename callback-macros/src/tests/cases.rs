//! The cases of the package `tests`, without a compiler: what the attribute says about each misuse in
//! `tests/tests/compile_fail`, and that it says nothing of what `tests/tests/declarations` has. So the tests
//! of this crate alone see in seconds what those see in a minute.

use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};

use super::repository::{self, find};
use super::tokens;

/// The Rust files in a directory of the tests, unless this is a package of the one crate.
fn files(directory: &str) -> Option<Vec<PathBuf>> {
    let mut files = repository::files(&repository::root()?.join("tests/tests").join(directory));
    files.retain(|file| repository::is_named(file, "rs"));
    Some(files)
}

/// The errors in what the attribute has written.
fn errors(expanded: TokenStream, found: &mut Vec<String>) {
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

/// How many declarations a file has, but for those in macros, and the errors in them.
fn expand(file: &Path) -> (usize, Vec<String>) {
    let mut cases = Vec::new();
    find(tokens(&fs::read_to_string(file).unwrap()), &mut cases);
    cases.retain(|case| !case.to_string().contains('$'));
    let mut said = Vec::new();
    for case in &cases {
        errors(crate::expand(case.arguments.clone(), &case.item), &mut said);
    }
    said.sort();
    (cases.len(), said)
}

/// The errors in what the compiler has printed, but not those that have a number, which are its own.
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

/// Whether the compiler says so itself, of what the attribute has written or not seen.
fn is_the_compilers(error: &str) -> bool {
    const STARTS: [&str; 5] =
        ["expected `;`", "lifetime may not", "no rules expected", "unused `", "use of deprecated"];
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

//! The cases of the tests beside the crates, without a compiler: what the attribute says of each misuse in
//! `tests/tests/compile-fail`, and that it says nothing of what `tests/tests/declarations` has. So the tests
//! of this crate alone see in seconds what those see in a minute.

use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};

use super::tokens;

/// The files in a directory beside the crate, and in those in it, whose names end so.
fn files(directory: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, extension));
        } else if path.extension().is_some_and(|own| own == extension) {
            found.push(path);
        }
    }
    found
}

/// A directory of the tests beside the crates, unless this is a package of the one crate.
fn beside(directory: &str) -> Option<PathBuf> {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    workspace
        .join("tests/Cargo.toml")
        .exists()
        .then(|| workspace.join("tests/tests").join(directory))
}

/// The declarations in a file, but not those in macros: the arguments of each, and the item.
fn declarations(code: TokenStream, found: &mut Vec<(TokenStream, TokenStream)>) {
    let mut code = code.into_iter();
    while let Some(token) = code.next() {
        let TokenTree::Group(group) = token else { continue };
        let mut inside = group.stream().into_iter();
        let ours = inside.next().is_some_and(|name| name.to_string() == "callback");
        let arguments = match inside.next() {
            _ if !ours => None,
            None => Some(TokenStream::new()),
            Some(TokenTree::Group(arguments)) => Some(arguments.stream()),
            Some(_) => None,
        };
        let Some(arguments) = arguments else {
            declarations(group.stream(), found);
            continue;
        };
        let mut item = Vec::new();
        for token in code.by_ref() {
            let ends = matches!(token.to_string().chars().next(), Some(';' | '{'));
            item.push(token);
            if ends {
                break;
            }
        }
        let item: TokenStream = item.into_iter().collect();
        if !format!("{arguments} {item}").contains('$') {
            found.push((arguments, item));
        }
    }
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
            }
            TokenTree::Group(group) => errors(group.stream(), found),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

/// How many declarations a file has, and the errors in them.
fn expand(file: &Path) -> (usize, Vec<String>) {
    let mut found = Vec::new();
    declarations(tokens(&fs::read_to_string(file).unwrap()), &mut found);
    let (count, mut said) = (found.len(), Vec::new());
    for (arguments, item) in found {
        errors(crate::expand(arguments, &item), &mut said);
    }
    said.sort();
    (count, said)
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
    let Some(directory) = beside("compile-fail") else { return };
    let mut count = 0;
    for file in files(&directory, "rs") {
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
    let Some(directory) = beside("declarations") else { return };
    let mut count = 0;
    for file in files(&directory, "rs") {
        let (declarations, said) = expand(&file);
        assert!(said.is_empty(), "{}: {said:?}", file.display());
        count += declarations;
    }
    assert!(count > 30, "there were {count}");
}

//! Every declaration of the repository: in tests, examples, documentation, and files that do not compile.

use std::fs;
use std::path::Path;

use proc_macro2::TokenStream;

use crate::tests::repository::{self, Attribute, Case, find};

/// Returns all declarations, in the same order on each machine.
pub(super) fn corpus() -> Vec<Case> {
    let mut cases = odd();
    if let Some(root) = repository::root() {
        for part in ["README.md", "callback-runtime/src", "examples", "tests/tests"] {
            for file in repository::files(&root.join(part)) {
                read(&file, &mut cases);
            }
        }
        assert!(cases.len() > 600, "there are more declarations than {}", cases.len());
    }
    cases
}

/// Returns the odd cases that have their own tests.
fn odd() -> Vec<Case> {
    let parse = |text: &str| text.parse::<TokenStream>().ok();
    let arguments = include_str!("../arguments.txt").lines().filter_map(parse);
    let items = include_str!("../items.txt").lines().filter_map(parse);
    let item: TokenStream = crate::tests::tokens(crate::tests::ITEM);
    let plain = crate::tests::tokens("extern \"C\", fallback = 0");
    arguments
        .map(|arguments| Case { attribute: Attribute::Callback, arguments, item: item.clone() })
        .chain(items.map(|item| Case {
            attribute: Attribute::Callback,
            arguments: plain.clone(),
            item,
        }))
        // The attribute does not repair an item that is not Rust and that it does not apply to.
        .filter(|case| super::verdict(case).is_ok())
        .collect()
}

fn read(file: &Path, cases: &mut Vec<Case>) {
    if repository::is_named(file, "rs") {
        let text = fs::read_to_string(file).unwrap();
        if let Ok(tokens) = text.parse() {
            find(tokens, cases);
        }
        let documentation = text.lines().filter_map(|line| {
            let line = line.trim_start();
            line.strip_prefix("///").or_else(|| line.strip_prefix("//!"))
        });
        read_blocks(documentation, cases);
    } else if repository::is_named(file, "md") {
        read_blocks(fs::read_to_string(file).unwrap().lines(), cases);
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

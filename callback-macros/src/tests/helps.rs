//! Every `help:` of the attribute, followed. `tests/tests/declarations/helps` has a faulty declaration for
//! each, in a comment, and below it the declarations that result from the help. The compiler checks those.
//! The tests here check that each follows its help, and that no help is missing.

use std::fs;

use proc_macro2::{TokenStream, TokenTree};

use super::repository::{self, Case, find};
use super::{cases, tokens};

/// A faulty declaration, the helps that are written down for it, and the declarations that result from them.
struct Pair {
    name: String,
    faulty: Vec<Case>,
    helps: Vec<String>,
    followed: Vec<Case>,
}

fn pairs() -> Option<Vec<Pair>> {
    let mut pairs = Vec::new();
    for file in cases::files("declarations/helps")? {
        let mut blocks: Vec<(String, String)> = Vec::new();
        let mut in_comment = false;
        for line in fs::read_to_string(&file).unwrap().lines() {
            if let Some(comment) = line.strip_prefix("// ") {
                if !in_comment {
                    blocks.push(<_>::default());
                }
                let (faulty, _) = blocks.last_mut().unwrap();
                faulty.extend([comment, "\n"]);
            } else if let Some((_, followed)) = blocks.last_mut() {
                followed.extend([line, "\n"]);
            }
            in_comment = line.starts_with("// ");
        }
        pairs.extend(blocks.into_iter().map(|(faulty, followed)| {
            let (helps, faulty): (Vec<_>, Vec<_>) =
                faulty.lines().map(str::to_owned).partition(|line| line.starts_with("help: "));
            let faulty = faulty.join("\n");
            let name = format!("{}: {faulty}", file.display());
            Pair { name, faulty: declarations(&faulty), helps, followed: declarations(&followed) }
        }));
    }
    Some(pairs)
}

fn declarations(text: &str) -> Vec<Case> {
    let mut found = Vec::new();
    find(tokens(text), &mut found);
    found
}

/// Returns the messages of the attribute about a declaration.
fn said(case: &Case) -> Vec<String> {
    let mut said = Vec::new();
    cases::errors(case.expand(), &mut said);
    said
}

fn helps(said: &[String]) -> Vec<String> {
    let lines = said.iter().flat_map(|message| message.lines());
    let mut helps: Vec<_> =
        lines.filter(|line| line.starts_with("help: ")).map(str::to_owned).collect();
    helps.sort();
    helps.dedup();
    helps
}

#[test]
fn a_help_is_what_follows_from_it() {
    let Some(pairs) = pairs() else { return };
    for Pair { name, faulty, helps: mut written, followed } in pairs {
        let faulty = &faulty[0];
        written.sort();
        assert_eq!(helps(&said(faulty)), written, "{name}");
        assert!(!followed.is_empty(), "{name}");
        for case in &followed {
            assert_eq!(said(case), Vec::<String>::new(), "{name}");
        }
        for help in written {
            assert_is_followed(&help, faulty, &followed);
        }
    }
}

/// What the words before a piece of code ask of it.
#[derive(Clone, Copy, PartialEq)]
enum Asks {
    /// "write `a`": one of the declarations has it.
    Present,
    /// "remove `a`": one of them has it less often than the faulty one, or not at all.
    Absent,
    /// "if `a` is ..": nothing.
    Nothing,
}

impl Asks {
    fn after(words: &str, before: Self) -> Self {
        let ends = |last: &[&str]| last.iter().any(|word| words.trim_end().ends_with(word));
        if words == " and " {
            // "remove `a` and `b`": the second one, too.
            before
        } else if ends(&["remove", "without", "in place of"]) {
            Self::Absent
        } else if ends(&["if"]) {
            Self::Nothing
        } else {
            Self::Present
        }
    }
}

/// If a help lists the alternatives, one of the pieces of code is enough.
#[track_caller]
fn assert_is_followed(help: &str, faulty: &Case, followed: &[Case]) {
    let is_list = ["write one of ", "the keys are ", "the words are ", "C keeps the callback: "]
        .iter()
        .any(|list| help.contains(list));
    let (mut asks, mut found) = (Asks::Present, Vec::new());
    for (at, part) in help.split('`').enumerate() {
        if at % 2 == 0 {
            asks = Asks::after(part, asks);
            continue;
        }
        let pieces = pieces(part);
        let count = |case: &Case| occurrences(&case.to_string(), &pieces);
        found.push(followed.iter().any(|case| match asks {
            Asks::Present => count(case) > 0,
            Asks::Absent => count(case) < count(faulty) || count(case) == 0,
            Asks::Nothing => true,
        }));
    }
    let is_followed = if is_list { found.contains(&true) } else { !found.contains(&false) };
    assert!(is_followed, "{help}: {found:?} of {faulty}");
}

/// Returns the fixed parts of a code pattern, without `..`, `<value>` and placeholder names.
fn pieces(code: &str) -> Vec<String> {
    if code.chars().all(char::is_alphanumeric) {
        return vec![code.to_owned()];
    }
    if code == "#[callback]" {
        return vec!["#[callback".to_owned()];
    }
    let mut pieces = vec![String::new()];
    let code = code.replace("<value>", "..").replace("\"..\"", "..").replace("..", " __ ");
    gather(tokens(&code), &mut pieces);
    pieces
}

fn gather(tokens: TokenStream, pieces: &mut Vec<String>) {
    for token in tokens {
        let text = token.to_string();
        match token {
            TokenTree::Group(group) => {
                let all = without_blanks(&text);
                pieces.last_mut().unwrap().push_str(&all[..1]);
                gather(group.stream(), pieces);
                pieces.last_mut().unwrap().push_str(&all[all.len() - 1..]);
            }
            TokenTree::Ident(_) if ["__", "Name", "B", "E", "T"].contains(&text.as_str()) => {
                pieces.push(String::new());
            }
            _ => pieces.last_mut().unwrap().push_str(&text),
        }
    }
}

/// Returns how often the pieces follow each other in a text.
fn occurrences(text: &str, pieces: &[String]) -> usize {
    assert!(pieces.iter().any(|piece| !piece.is_empty()), "there is nothing to look for");
    let text = without_blanks(text);
    let (mut rest, mut count) = (text.as_str(), 0);
    loop {
        for piece in pieces {
            let Some(at) = rest.find(piece.as_str()) else { return count };
            rest = &rest[at + piece.len()..];
        }
        count += 1;
    }
}

fn without_blanks(text: &str) -> String {
    text.chars().filter(|sign| !sign.is_whitespace()).collect()
}

/// The helps that the attribute does not give here: those that depend on a feature, and those that the
/// compiler gives, since it knows types.
const UNSAID: [&str; 2] = ["help: run `cargo add", "help: write a word before it"];

/// The lines that begin with `help: ` in the attribute's own source.
fn in_source() -> Vec<String> {
    let mut found = Vec::new();
    let source = repository::root().unwrap().join("callback-macros/src");
    for file in repository::files(&source) {
        if repository::is_named(&file, "rs") && !file.starts_with(source.join("tests")) {
            literals(tokens(&fs::read_to_string(file).unwrap()), &mut found);
        }
    }
    found
}

fn literals(tokens: TokenStream, found: &mut Vec<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => literals(group.stream(), found),
            TokenTree::Literal(_) => {
                let Ok(text) = syn_full::parse2::<syn_full::LitStr>(token.into()) else { continue };
                let text = text.value();
                let is_said = |line: &&str| !UNSAID.iter().any(|unsaid| line.starts_with(unsaid));
                let helps = text.lines().filter(|line| line.starts_with("help: ")).filter(is_said);
                found.extend(helps.map(str::to_owned));
            }
            _ => {}
        }
    }
}

/// Returns whether a line may come from a literal, which has `{..}` for what is put in.
fn may_come_from(line: &str, literal: &str) -> bool {
    let parts =
        literal.split('{').map(|part| part.split_once('}').map_or(part, |(_, after)| after));
    let parts: Vec<_> = parts.collect();
    let [first, middle @ .., last] = parts.as_slice() else { return line == literal };
    let Some(mut rest) = line.strip_prefix(first).and_then(|rest| rest.strip_suffix(last)) else {
        return false;
    };
    for part in middle {
        let Some((_, after)) = rest.split_once(part) else { return false };
        rest = after;
    }
    true
}

#[test]
fn every_help_is_followed() {
    let Some(pairs) = pairs() else { return };
    let written: Vec<_> = pairs.iter().flat_map(|pair| &pair.helps).collect();
    let literals = in_source();
    assert!(literals.len() > 60, "there are {}", literals.len());
    let missing: Vec<_> = literals
        .iter()
        .filter(|literal| !written.iter().any(|line| may_come_from(line, literal)))
        .collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

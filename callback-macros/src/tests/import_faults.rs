//! Blocks under `#[import]` with faults, and tokens that are not blocks.

use proc_macro2::TokenStream;

use super::imports::{CALLBACK, block, expand};
use super::{faults, tokens, without_blanks, written};

/// Checks that the faults have these messages, in this order, and that the rest is Rust. Returns the rest.
#[track_caller]
fn refused(arguments: &str, functions: &str, messages: &[&str]) -> String {
    let item = block(functions);
    let expanded = expand(arguments, &item);
    assert_eq!(faults(&expanded), messages.len(), "{item}: {expanded}");
    let text = expanded.to_string();
    let mut rest = text.as_str();
    for message in messages {
        let Some((_, after)) = rest.split_once(message) else { panic!("{message}: {text}") };
        rest = after;
    }
    assert!(written::read(expanded).is_ok(), "{item}: {text}");
    without_blanks(&text)
}

#[test]
fn one_fault_leaves_the_other_functions() {
    let functions =
        format!("pub fn b<T>(c: T, #[out] d: &u8) -> Result<(), E>; {CALLBACK} fn e(&self);");
    let written = refused("", &functions, &["C passes no `self`", "names the type that C writes"]);
    assert!(written.contains("fna<F>(each:F)"), "{written}");
    // The names of the other functions exist, so that their uses are not reported.
    assert!(written.contains("pubfnb<T>(_:__Fault_b)->__Fault_b"), "{written}");
    assert!(written.contains("fne()->__Fault_b"), "{written}");
}

#[test]
fn all_faults_of_a_function_are_found_at_once() {
    let function = "safe fn a(#[scope] #[out] b: D, c: &str, context: &u8, d: fn(), ...) -> &u8;";
    let messages = [
        "C returns pointers",
        "exclude each other",
        "C has no",
        "C passes pointers",
        "function pointer",
        "variadic",
    ];
    refused("", function, &messages);
}

/// There is one fault even if there are words that cannot be read.
#[test]
fn an_unknown_word_is_one_fault() {
    for word in [
        "#[a]",
        "#[a::b]",
        "#[scope = 3]",
        "#[c()]",
        "#[c(=)]",
        "#[register(3)]",
        "#[context(a, b)]",
    ] {
        let item = block(&format!("fn a({word} b: D, context: C) -> Result<u8, E>;"));
        assert_eq!(faults(&expand("", &item)), 1, "{word}: {}", expand("", &item));
    }
}

#[test]
fn a_function_is_either_safe_or_unsafe() {
    refused("", "safe unsafe fn a();", &["`safe` and `unsafe` exclude each other"]);
    refused("", "unsafe safe fn a();", &["`unsafe` and `safe` exclude each other"]);
    refused("", "unsafe unsafe fn a();", &["`unsafe` is given twice"]);
}

#[test]
fn odd_blocks_make_rust() {
    let many = "fn a(); ".repeat(500);
    let wide = format!("fn a({});", "b: &u8, ".repeat(500));
    let deep = format!("fn a(b: {}u8{});", "&[".repeat(20), "]".repeat(20));
    let odd = [
        "fn",
        "fn;",
        "fn a",
        "fn a(",
        "fn a()",
        "fn a(..);",
        "fn a(_);",
        "fn a(:);",
        "fn a(b:);",
        "fn a(b c);",
        "fn a(b: u8 +, #[c(*mut c_void)] c: &[u8 +], #[out] d: u8 +) -> Result<u8 +, E +>;",
        "fn a(b: u8,,);",
        "fn a(#[scope]);",
        "fn a(#[scope] ...);",
        "fn a(b: ..., ...);",
        "fn a() ->;",
        "fn a() -> -> u8;",
        "fn a<>();",
        "fn a<T();",
        "fn a<'a, const N: usize, T: 'a = u8>() where;",
        "unsafe",
        "safe",
        "safe safe fn a();",
        "pub pub fn a();",
        "pub(in) fn a();",
        "#[a]",
        "#[a] #[optional]",
        "#![a] fn a();",
        ";;;",
        "macro_rules! a {}",
        "static",
        "type",
        "safe static A",
        "const A: u8 = 3;",
        "struct A;",
        "mod a {}",
        "use a;",
        "fn fn();",
        "fn 3();",
        "fn a(self: u8);",
        "fn a(#[context(b)] b: u8);",
        "fn a(#[destroy(b)] #[notified] b: u8, context: u8);",
        "fn a(context: u8, destroy: u8);",
        "fn context(context: u8);",
        "fn a(#[out] context: u8) -> Result<(), E>;",
        "fn a(#[register(unset = {)] b: D);",
        "fn a(#[c(u8 = ;)] _: ());",
        "fn a(#[register(unset = ;)] b: D, context: C) -> Result<(), E>;",
    ];
    let arguments = [
        "",
        "from = a",
        "load = a, as = A",
        "load = \"a\"",
        "as",
        "from = , load",
        "= = =",
        "from = <a>",
        "from = a::<u8>",
        "crate = crate",
    ];
    for functions in odd.into_iter().chain([many.as_str(), wide.as_str(), deep.as_str()]) {
        let Ok(item) = block(functions).parse::<TokenStream>() else { continue };
        for arguments in arguments {
            let expanded = crate::expand_imports(tokens(arguments), &item);
            let is_rust = syn_full::parse2::<syn_full::File>(item.clone()).is_ok();
            let is_written = written::read(expanded.clone()).is_ok();
            assert!(is_written || !is_rust, "#[import({arguments})] {item}: {expanded}");
        }
    }
    for item in include_str!("items.txt").lines() {
        let Ok(item) = item.parse::<TokenStream>() else { continue };
        let expanded = crate::expand_imports(TokenStream::new(), &item);
        assert_eq!(faults(&expanded), 1, "{item}: {expanded}");
    }
}

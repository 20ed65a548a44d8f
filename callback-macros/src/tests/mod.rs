//! The attribute writes Rust for any tokens, and never panics.

mod cases;
mod documented;
mod emitted;
mod fragments;
mod functions;
mod fuzz;
mod handlers;
mod helps;
mod import_faults;
mod imports;
mod items;
mod parameters;
mod passing;
mod reading;
mod repository;
mod spelling;
mod written;

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};

const ITEM: &str = "pub type Visit<T> = dyn FnMut(&T) -> i32;";

fn tokens(text: &str) -> TokenStream {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn expand(arguments: &str, item: &str) -> TokenStream {
    crate::expand(tokens(arguments), &tokens(item))
}

/// Expands the attribute, and parses the result as a file. If the item is not Rust, neither is the result.
#[track_caller]
fn check(arguments: &str, item: &str) -> TokenStream {
    let expanded = expand(arguments, item);
    assert_eq!(expanded.to_string(), expand(arguments, item).to_string(), "twice the same");
    if let Err(error) = written::read(expanded.clone()) {
        panic!("#[callback({arguments})] {item}\nis not Rust: {error}\n{expanded}");
    }
    expanded
}

fn faults(expanded: &TokenStream) -> usize {
    expanded.to_string().matches("compile_error !").count()
}

/// Like [`check`], for a declaration without a fault.
#[track_caller]
fn accepted(arguments: &str, item: &str) -> TokenStream {
    let expanded = check(arguments, item);
    assert_eq!(faults(&expanded), 0, "#[callback({arguments})] {item}: {expanded}");
    expanded
}

fn without_blanks(text: &str) -> String {
    text.replace(' ', "")
}

/// Returns the text of the first attribute `doc` in an expansion.
fn documentation(expanded: TokenStream) -> Option<String> {
    let mut documents = false;
    for token in expanded {
        match token {
            TokenTree::Ident(name) => documents = name == "doc",
            TokenTree::Literal(text) if documents => {
                let text: syn_full::LitStr =
                    syn_full::parse2(TokenTree::from(text).into()).unwrap();
                return Some(text.value());
            }
            TokenTree::Group(group) => {
                if let Some(text) = documentation(group.stream()) {
                    return Some(text);
                }
            }
            _ => {}
        }
    }
    None
}

#[test]
fn odd_arguments_make_rust() {
    let many_keys = "fallback = 0, ".repeat(2000);
    let deep = format!("fallback = {}0{}", "(".repeat(60), ")".repeat(60));
    let wide = format!("extern \"C\" fn({} context: usize)", "u8, ".repeat(3000));
    let odd = include_str!("arguments.txt").lines();
    for arguments in odd.chain([many_keys.as_str(), deep.as_str(), wide.as_str()]) {
        let Ok(arguments) = arguments.parse::<TokenStream>() else { continue };
        check(&arguments.to_string(), ITEM);
    }
}

#[test]
fn odd_items_make_rust() {
    for item in include_str!("items.txt").lines() {
        for arguments in
            ["", "extern \"C\", fallback = 0", "extern \"C\" fn(u8, context: usize)", "?"]
        {
            // What is not a type alias is passed on unchanged.
            if syn_full::parse_str::<syn_full::File>(item).is_ok() || item.contains("type T") {
                check(arguments, item);
            } else {
                expand(arguments, item);
            }
        }
    }
}

#[test]
fn a_faulty_declaration_keeps_its_name() {
    for arguments in ["", "extern \"C\"", "?", "extern \"C\" fn(u8), falback = 0"] {
        let expanded = check(arguments, ITEM);
        assert!(expanded.to_string().contains("struct Visit < T >"), "{expanded}");
        assert!(faults(&expanded) > 0);
    }
}

/// Checks that the faults have these messages, in this order.
#[track_caller]
fn refused(arguments: &str, item: &str, messages: &[&str]) {
    let expanded = expand(arguments, item);
    assert_eq!(faults(&expanded), messages.len(), "{item}: {expanded}");
    let expanded = expanded.to_string();
    let mut rest = expanded.as_str();
    for message in messages {
        let Some((_, after)) = rest.split_once(message) else { panic!("{message}: {expanded}") };
        rest = after;
    }
}

#[test]
fn faults_are_counted_once_each() {
    for (arguments, count) in [
        ("extern \"C\", fallback = 0", 0),
        ("", 1),
        ("extern \"winapi\"", 2),
        ("extern \"winapi\" fn(*const T, usize) -> i32, break = 3", 4),
    ] {
        assert_eq!(faults(&check(arguments, ITEM)), count, "{arguments}");
    }
}

/// `efiapi` is the only C calling convention without an `-unwind` form.
#[test]
fn conventions_of_c_are_known() {
    for (name, known) in [
        ("C", true),
        ("system-unwind", true),
        ("efiapi", true),
        ("efiapi-unwind", false),
        ("C-unwind-unwind", false),
        ("unwind", false),
        ("Rust", false),
    ] {
        let said = faults(&check(&format!("extern \"{name}\""), "type Tick = dyn FnMut();"));
        assert_eq!(said == 0, known, "{name}: {said}");
    }
}

/// Every path in generated code begins with `::`, with `Self`, or with a token of the user.
#[test]
fn generated_code_names_nothing_else() {
    const OURS: [&str; 39] = [
        // The language's own words.
        "as",
        "const",
        "deny",
        "doc",
        "extern",
        "fn",
        "for",
        "impl",
        "let",
        "move",
        "mut",
        "repr",
        "static",
        "struct",
        "type",
        "unsafe",
        "where",
        // Lints.
        "improper_ctypes_definitions",
        // Names after `::core` and after the runtime's path.
        "callback_runtime",
        "cell",
        "convert",
        "core",
        "ffi",
        "marker",
        "ops",
        "option",
        "Infallible",
        "PhantomData",
        "Option",
        "Some",
        "c_char",
        "c_int",
        "c_void",
        "primitive",
        // Items and variables of the expansion that do not begin with `__`.
        "F",
        "L",
        "Self",
        "_never",
        "_parameters",
    ];
    let user = tokens("Visit T i32 C FnMut pub type dyn fallback");
    let expanded = expand("extern \"C\", fallback = 0", ITEM);
    let mut allowed: BTreeSet<String> = idents(&user);
    allowed.extend(OURS.iter().map(|&name| name.to_owned()));
    let unknown: Vec<String> = idents(&expanded)
        .into_iter()
        .filter(|name| !allowed.contains(name))
        .filter(|name| !name.starts_with("__") || name == "__private")
        .collect();
    // The other names are in the runtime's `__private`, or are items of its traits.
    let runtime = [
        "Accepts",
        "Base",
        "Borrowing",
        "Callback",
        "Context",
        "Destroy",
        "FALLBACK",
        "FromC",
        "Function",
        "Kind",
        "Lifetime",
        "Outcome",
        "Plain",
        "Return",
        "SITE_VALUE",
        "Signature",
        "Site",
        "Whole",
        "WriteRawFn",
        "_",
        "__private",
        "checks",
        "context",
        "destroy",
        "from_c",
        "function",
        "kind",
        "new",
        "run",
    ];
    assert_eq!(unknown, runtime);
    assert_roots(&expanded);
}

/// Asserts that each `core` and `callback_runtime` follows a `::`.
fn assert_roots(stream: &TokenStream) {
    let tokens: Vec<TokenTree> = stream.clone().into_iter().collect();
    for (at, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Group(group) => assert_roots(&group.stream()),
            TokenTree::Ident(name) if name == "core" || name == "callback_runtime" => {
                let colon = at.checked_sub(1).map(|before| tokens[before].to_string());
                assert_eq!(colon.as_deref(), Some(":"), "{stream}");
            }
            _ => {}
        }
    }
}

fn idents(stream: &TokenStream) -> BTreeSet<String> {
    let of_token = |token| match token {
        TokenTree::Ident(ident) => BTreeSet::from([ident.to_string()]),
        TokenTree::Group(group) => idents(&group.stream()),
        _ => BTreeSet::new(),
    };
    stream.clone().into_iter().flat_map(of_token).collect()
}

#[test]
fn invented_parameters_give_way() {
    let expanded = check("extern \"C\"", "type Visit<F, L, F_> = dyn FnMut(&F, &L, &F_);");
    let names = idents(&expanded);
    assert!(names.contains("F__") && names.contains("L_"), "{expanded}");
    // `r#F` is `F`.
    let expanded = check("extern \"C\"", "type Visit<r#F> = dyn FnMut(&r#F);");
    assert!(without_blanks(&expanded.to_string()).contains("new<F_>"), "{expanded}");
}

/// In the body of an `unsafe fn`, the user's values could call unsafe functions. The trampoline is not one, so
/// they must not be able to call it.
#[test]
fn the_trampoline_is_safe_and_hidden_from_what_finds_the_context() {
    for (parameter, key, hidden) in [
        ("user: usize", "context = user", true),
        ("context: usize", "fallback = ()", false),
        ("user: usize", "context = none", false),
    ] {
        let arguments = format!("extern \"C\" fn(u8, {parameter}), {key}");
        let closure = if parameter.starts_with("user") { "u8, usize" } else { "u8" };
        let item = format!("type Name = dyn FnMut({closure});");
        let expanded = without_blanks(&accepted(&arguments, &item).to_string());
        assert!(expanded.contains("extern\"C\"fn__trampoline<"), "{expanded}");
        assert!(!expanded.contains("unsafeextern\"C\"fn__trampoline<"), "{expanded}");
        assert_eq!(expanded.contains("const__trampoline:()=();"), hidden, "{expanded}");
    }
}

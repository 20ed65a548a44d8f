//! Declarations in a macro by example, whose substitutions arrive in groups without delimiters.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use super::{tokens, without_blanks};

/// Returns the tokens of a text, with a group without delimiters for each `group {..}`.
fn grouped(stream: TokenStream) -> TokenStream {
    let mut grouped: Vec<TokenTree> = Vec::new();
    for token in stream {
        let TokenTree::Group(group) = token else {
            grouped.push(token);
            continue;
        };
        let mut delimiter = group.delimiter();
        if grouped.last().is_some_and(|last| last.to_string() == "group") {
            grouped.pop();
            delimiter = Delimiter::None;
        }
        grouped.push(Group::new(delimiter, self::grouped(group.stream())).into());
    }
    grouped.into_iter().collect()
}

/// Returns the text of tokens without blanks, with marks around each group without delimiters.
fn shown(stream: TokenStream) -> String {
    let mut text = String::new();
    for token in stream {
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::None => ("«", "»"),
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Brace => ("{", "}"),
                };
                text.extend([open, &shown(group.stream()), close]);
            }
            token => text += &token.to_string(),
        }
    }
    text
}

#[test]
fn a_whole_type_or_value_stays_in_its_group() {
    for (arguments, item, written) in [
        ("", "type T = dyn FnMut(group{&u8});", "FnMut(«&u8»)"),
        ("", "type T = dyn FnMut(Vec<group{u8}>);", "FnMut(Vec<«u8»>)"),
        ("", "type T = dyn FnMut(group{A}::B);", "FnMut(A::B)"),
        ("", "type T = dyn FnMut(group{A}<u8>::B);", "FnMut(A<u8>::B)"),
        ("", "type T = dyn FnMut(group{<A as B>::C}::D);", "FnMut(<A as B>::C::D)"),
        ("", "type T = dyn FnMut(group{group{&u8}});", "FnMut(««&u8»»)"),
        ("", "type T = dyn FnMut([u8; group{1 + 1}]);", "FnMut([u8;«1+1»])"),
        ("", "type T = group{dyn FnMut(u8)};", "FnMut(u8)"),
        ("", "type T = group{group{dyn FnMut(group{u8})}};", "FnMut(«u8»)"),
        ("", "type T = dyn group{FnMut(u8)} + Send;", "FnMut(u8)+::core::marker::Send"),
        ("", "group{pub(crate)} type T = dyn FnMut();", "pub(crate) struct T"),
        ("", "group{} type T = dyn FnMut();", "struct T"),
        ("", "type T<group{'a}> = dyn FnMut(&group{'a} u8);", "FnMut(&'a u8)"),
        (", fallback = group{1 + 1}", "type T = dyn FnMut() -> i32;", "=«1+1»;"),
        (", fallback = group{1 + 1} * 2", "type T = dyn FnMut() -> i32;", "=«1+1»*2;"),
    ] {
        let arguments = grouped(tokens(&format!("extern \"C\"{arguments}")));
        let expanded = shown(crate::expand(arguments, &grouped(tokens(item))));
        assert!(!expanded.contains("compile_error"), "{item}: {expanded}");
        assert!(expanded.contains(&without_blanks(written)), "{item}: {expanded}");
    }
}

/// The attribute recognizes a type inside a group.
#[test]
fn the_short_form_spells_what_is_in_a_group() {
    for (ty, c) in [
        ("group{&u8}", "fn(*const u8,"),
        ("group{Option<group{&u8}>}", "fn(*const u8,"),
        ("group{&[u8]}", "fn(*const u8,::core::primitive::usize,"),
        ("group{A}::CStr", "fn(A::CStr,"),
        ("&group{core::ffi}::CStr", "fn(*const ::core::ffi::c_char,"),
    ] {
        let item = grouped(tokens(&format!("type T = dyn FnMut({ty});")));
        let expanded = shown(crate::expand(tokens("extern \"C\""), &item));
        assert!(expanded.contains(&without_blanks(c)), "{ty}: {expanded}");
    }
}

/// A macro by example cannot put a group after `m!` or an attribute's name, and the compiler accepts none
/// there.
#[test]
fn no_group_stands_where_there_can_be_none() {
    for (item, is_refused) in [
        ("#[deprecated()] type T = dyn FnMut(m!(u8));", false),
        ("#[group{deprecated()}] type T = dyn FnMut(group{m!(u8)});", false),
        ("#[deprecated group{()}] type T = dyn FnMut();", true),
        ("type T = dyn FnMut(m!group{(u8)});", true),
    ] {
        let expanded = shown(crate::expand(tokens("extern \"C\""), &grouped(tokens(item))));
        assert_eq!(expanded.contains("compile_error"), is_refused, "{item}: {expanded}");
    }
}

#[test]
fn a_function_is_read_from_its_groups() {
    const C: &str = "extern \"C\" fn(_out: *mut c_int, group{c_int}) -> group{c_int}";
    for (keys, item, written) in [
        (
            "ok = 0, err = 1, fallback = 2",
            "group{pub} fn name(group{a}: group{c_int}) -> group{Result<(), E>} group{{ b }}",
            "fn __body(«a»: «c_int») -> «Result<(), E>» { b }",
        ),
        (
            "ok = group{|v| v}, err = group{group{move |e| e.f()}}, fallback = group{_out}",
            "fn name(a: c_int) -> Result<c_int, E> group{group{{ b }}}",
            "of_escape::<Result<c_int,E>,«c_int»,_>(::callback_runtime::__expression!(««move|e|e.f()»»))",
        ),
    ] {
        let arguments = grouped(tokens(&format!("{C}, {keys}")));
        let expanded = shown(crate::expand(arguments, &grouped(tokens(item))));
        assert!(!expanded.contains("compile_error"), "{item}: {expanded}");
        assert!(expanded.contains(&without_blanks(written)), "{item}: {expanded}");
    }
}

//! What the attribute reads without syn: the order of prototype and keys, values, and the closure's type.

use super::{accepted, check, expand, faults, without_blanks};

/// A value that syn reads is written unchanged. Any other value goes through a macro.
#[test]
fn values_are_read() {
    const ITEM: &str = "type T = dyn FnMut() -> u8;";
    for (value, is_read) in [
        ("0", true),
        ("!A & *B.c.0 as u8 | d::<E>::f(3, 4,)", true),
        ("A { b: 3, c, ..D }", true),
        ("a::<b, c>()", true),
        ("a < b == c", false),
        ("if a { 0 } else { 1 }", false),
        ("|| 3", false),
        ("3..4", false),
        ("1 2", false),
    ] {
        let arguments = format!("extern \"C\", fallback = {value}");
        let written = without_blanks(&accepted(&arguments, ITEM).to_string());
        let begin = if is_read { "=" } else { "__expression!(" };
        let as_written = format!("{begin}{}", without_blanks(value));
        assert!(written.contains(&as_written), "{as_written}: {written}");
        assert_eq!(!written.contains("__expression"), is_read, "{value}");
    }
}

/// A word that can begin a prototype is still a key if `=` follows. After a missing comma, the rest is read.
#[test]
fn arguments_are_told_apart() {
    for (arguments, messages) in [
        ("for = 1", &["unknown key `for`"][..]),
        ("fn = 1", &["unknown key `fn`"]),
        ("a < b", &["unknown key `a`"]),
        ("extern \"C\"; falback = 0", &["expected `,`", "unknown key `falback`"]),
        ("extern \"C\" falback = 0", &["expected `,`", "unknown key `falback`"]),
        ("fallback = ? a, b, c = 0", &["unknown key `c`"]),
        (
            "extern \"C\" 3 + a, falback = 0",
            &["expected `,`", "expected a key", "unknown key `falback`"],
        ),
    ] {
        let expanded = check(arguments, "type T = dyn FnMut();");
        assert_eq!(faults(&expanded), messages.len(), "{arguments}: {expanded}");
        let expanded = expanded.to_string();
        for message in messages {
            assert!(expanded.contains(message), "{arguments}: {expanded}");
        }
    }
}

#[test]
fn items_are_read() {
    for item in [
        "type T = (dyn FnMut());",
        "type T = ((dyn (FnMut()) + Send));",
        "type T = dyn ::core::ops::FnMut(u8,) -> u8 + Send + ;",
        "pub(in crate::a) type T = dyn Fn() + ::core::marker::Send + Sync;",
        "pub(super) type T<'a, 'b: 'a + 'static,> = dyn FnMut(&'a u8, &'b u8);",
        "type T<'a: , A: 'a + ?Sized + B<u8, C = D>, const N: usize = 3> = dyn FnMut(&'a A, [u8; N]);",
        "type T<A = Vec<Vec<u8>>, B: for<'b> C<'b> = u8> where A: D, for<'b> B: E<'b>, = dyn FnMut(A, B);",
        "type T<A> where Vec<A>: B, 'static: 'static = dyn FnMut(A);",
        "type T = dyn for<'a, 'b: 'a,> FnMut(&'a u8, &'b u8);",
    ] {
        let fallback = if item.contains("->") { ", fallback = 0" } else { "" };
        accepted(&format!("extern \"C\"{fallback}"), item);
    }
}

/// The compiler refuses most of these before it expands the attribute.
#[test]
fn what_is_no_item_is_refused() {
    for item in [
        "type T<A: B C> = dyn FnMut(A);",
        "type T<_> = dyn FnMut();",
        "type T<A> where A = dyn FnMut(A);",
        "type T = dyn FnMut(3);",
        "type T = dyn FnMut([u8 u8]);",
        "type T = dyn FnMut() dyn FnMut();",
        "#![a] type T = dyn FnMut();",
        "#[a b] type T = dyn FnMut();",
    ] {
        let expanded = expand("extern \"C\"", item);
        assert!(faults(&expanded) > 0, "{item}: {expanded}");
    }
}

#[test]
fn a_missing_type_is_told_in_a_few_words() {
    for arguments in ["extern \"C\" fn(3, context: usize)", "extern \"C\" fn(context:)"] {
        let expanded = check(arguments, "type T = dyn FnMut();").to_string();
        assert!(expanded.contains("expected a type\\nhelp: "), "{arguments}: {expanded}");
        assert!(!expanded.contains("one of"), "{arguments}: {expanded}");
    }
}

#[test]
fn what_is_no_closure_is_refused() {
    for ty in [
        "FnMut()",
        "dyn Send",
        "dyn FnMut",
        "dyn FnMut<u8>",
        "dyn FnMut<()>() ",
        "dyn FnMut() + FnMut()",
        "dyn FnMut() + Send<u8>",
        "dyn FnMut() + Send()",
        "dyn FnMut() + ?Send",
        "dyn FnMut() + Copy",
        "dyn FnMut() + 'static",
        "dyn FnOnce() + Sync",
        "Box<dyn FnMut()>",
        "&dyn FnMut()",
        "fn()",
        "impl FnMut()",
    ] {
        let expanded = check("extern \"C\"", &format!("type T = {ty};"));
        assert!(faults(&expanded) > 0, "{ty}: {expanded}");
    }
}

//! The grammar of types and of values, which the attribute checks by itself.

use super::{accepted, check, expand, faults, without_blanks};

#[track_caller]
fn refused(item: &str) {
    let expanded = check("extern \"C\"", item);
    assert!(faults(&expanded) > 0, "{item}: {expanded}");
}

#[test]
fn types_are_read() {
    for ty in [
        "::a::b::C",
        "crate::A<u8>",
        "Vec<Option<Vec<u8>>>",
        "A<'static, B, 3, -1, true, { 4 + 5 }, C = D, E = 3>",
        "A<B: C + D, E<F> = G>",
        "A::<B>::C<D>",
        "<A as B<C>>::D<E>::F",
        "<A>::B",
        "[[u8; 3 * N]; { N }]",
        "[u8; size_of::<A>() + B.0.1[2] as usize]",
        "((u8,), (u8, u8,), (((u8))))",
        "*const *mut [u8]",
        "&'static mut (dyn A + 'static)",
        "Box<dyn for<'b> Fn(&'b u8, u8,) -> &'b u8 + Send + 'static>",
        "Box<dyn (A) + ?Sized + 'static +>",
        "unsafe extern \"C\" fn(a: u8, _: u8, #[b] c: u8, ...) -> u8",
        "extern fn(self::A, ...) -> *const u8",
        "for<'b> fn(&'b u8)",
        "a::b!(? ? ?)",
        "Result<!, fn() -> !>",
    ] {
        accepted("extern \"C\"", &format!("type T = dyn FnMut({ty});"));
    }
}

#[test]
fn what_is_no_type_is_refused() {
    for ty in [
        "3",
        "A<",
        "A<B",
        "A<B C>",
        "A<'a B>",
        "A<-B>",
        "::",
        "a::",
        "a::fn",
        "<A as B>",
        "<A>::",
        "[u8; ]",
        "[u8; if]",
        "[u8; A < B < C]",
        "[u8 u8]",
        "(u8 u8)",
        "(,)",
        "*u8",
        "& &",
        "dyn",
        "dyn 'static",
        "dyn A B",
        "dyn for<'b> ?A",
        "dyn (A B)",
        "fn",
        "fn[]",
        "fn(..., u8)",
        "fn(: u8)",
        "fn(mut self)",
        "unsafe u8",
        "for<B> fn(B)",
        "for<'b> u8!()",
        "a!",
        "A<B>!()",
        "self<u8>",
        "super<u8>::A",
        "crate<u8>::A",
        "a!=()",
        "?A",
        "#[a] u8",
    ] {
        refused(&format!("type T = dyn FnMut({ty});"));
    }
}

/// A value of the simple kind is written as it is, any other through a macro.
#[test]
fn values_are_read() {
    const ITEM: &str = "type T = dyn FnMut() -> u8;";
    for (value, is_read) in [
        ("0", true),
        ("-1.5", true),
        ("!A & *B.c.0 as u8 | d::<E>::f(3, 4,)?", false),
        ("!A & *B.c.0 as u8 | d::<E>::f(3, 4,)", true),
        ("<A as B>::C", true),
        ("a.b::<C>(&mut d)[3]", true),
        ("A { b: 3, c, ..D }", true),
        ("a!{ ? }", true),
        ("(3, (), (4))", true),
        ("a < b && c == d || e", true),
        ("a < b == c", false),
        ("a as u8 <= b || a as u8 == b", true),
        ("a as u8 <<= b", true),
        ("a as u8.b", false),
        ("a as u8?", false),
        ("a as u8(3)", false),
        ("a as u8[3]", false),
        ("a <- b", false),
        ("a => b", false),
        ("a.b::<C>", false),
        ("if a { 0 } else { 1 }", false),
        ("{ 3 }", false),
        ("|| 3", false),
        ("3..4", false),
        ("[0; 3]", false),
    ] {
        let arguments = format!("extern \"C\", fallback = {value}");
        let written = without_blanks(&accepted(&arguments, ITEM).to_string());
        let begin = if is_read { "=" } else { "__expression!(" };
        let as_written = format!("{begin}{}", without_blanks(value));
        assert!(written.contains(&as_written), "{as_written}: {written}");
        assert_eq!(!written.contains("__expression"), is_read, "{value}");
    }
}

/// A key of a name that a prototype begins with is a key, and what stands behind a lost comma is read.
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

#[test]
fn what_is_no_item_is_refused() {
    for item in [
        "type T<'a: 'b 'c> = dyn FnMut(&'a u8);",
        "type T<'a: +> = dyn FnMut(&'a u8);",
        "type T<'a 'b> = dyn FnMut(&'a u8, &'b u8);",
        "type T<A: B C> = dyn FnMut(A);",
        "type T<_> = dyn FnMut();",
        "type T<const N> = dyn FnMut([u8; N]);",
        "type T<const N: usize = ()> = dyn FnMut([u8; N]);",
        "type T<A = 3> = dyn FnMut(A);",
        "type T<A> where A = dyn FnMut(A);",
        "type T<A> where A: B C: D = dyn FnMut(A);",
        "type T = dyn for<'a 'b> FnMut(&'a u8, &'b u8);",
        "type T = dyn for<A> FnMut(A);",
        "type T = dyn FnMut() dyn FnMut();",
        "#![a] type T = dyn FnMut();",
        "#[a b] type T = dyn FnMut();",
        "#[a = ] type T = dyn FnMut();",
    ] {
        let expanded = expand("extern \"C\"", item);
        assert!(faults(&expanded) > 0, "{item}: {expanded}");
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
        refused(&format!("type T = {ty};"));
    }
}

#[test]
fn a_keyword_in_the_place_of_a_name_is_told() {
    for (ty, found) in [("a::fn", "found keyword `fn`"), ("a::_", "found `_`")] {
        let expanded = check("extern \"C\"", &format!("type T = dyn FnMut({ty});")).to_string();
        assert!(expanded.contains(found), "{ty}: {expanded}");
    }
}

//! The items of an expansion: names, lint levels, slots, faulty declarations.

use proc_macro2::{Spacing, TokenStream, TokenTree};

use super::{accepted, check, faults, without_blanks};

/// The replacement of a faulty type is allowed in its position.
#[test]
fn what_is_no_type_of_a_parameter_stands_for_none() {
    let written =
        check("extern \"C\"", "type Name = dyn FnMut(impl A, u8) -> (_, u8);").to_string();
    assert!(written.contains(":: FnMut (Fault , u8) -> Fault"), "{written}");
}

/// The expansion uses the types that the prototype mentions, so the compiler does not report them as unused.
/// It leaves out types that would cause another fault.
#[test]
fn a_faulty_declaration_mentions_the_types_of_its_prototype() {
    const C: &str = "fn(A, Vec<B>, *const &u8, &'d u8, fn(&'static u8), impl E, context) -> F";
    let written = check(&format!("extern \"C\" {C}"), "type Name = dyn FnMut();").to_string();
    let written = without_blanks(&written);
    let mentioned = written.split("fn__mention(").nth(1).unwrap().split("{}").next().unwrap();
    assert_eq!(
        mentioned,
        ["A", "Vec<B>", "F"].map(|ty| format!("_:::core::marker::PhantomData<{ty}>")).join(",")
            + ")",
    );
    assert!(written.contains("Callbackfor"), "{written}");
}

#[test]
fn lifetimes_come_first() {
    let item = "type Name<A, 'a, const N: usize, 'b> = dyn FnMut(&'a A, &'b [u8; N]);";
    let written = check("extern \"C\"", item).to_string();
    assert!(written.contains("struct Name < 'a , 'b , A , const N : usize"), "{written}");
}

#[test]
fn slots_have_contexts_of_their_own() {
    for (arguments, slots) in [("context = none", true), ("crate = a", false)] {
        let written = check(&format!("extern \"C\", {arguments}"), "type Name = dyn FnMut();");
        let written = written.to_string();
        assert_eq!(written.contains("SlotContext < Self , F >"), slots, "{written}");
        assert_eq!(written.contains(":: slot_context ("), slots, "{written}");
    }
}

/// The user's punctuation does not join with the punctuation that the macro writes after it.
#[test]
fn no_mark_is_joined_to_what_is_none() {
    fn check_marks(tokens: TokenStream) {
        let mut joined = false;
        for token in tokens {
            assert!(!joined || matches!(token, TokenTree::Punct(_)), "{token}");
            joined = match token {
                TokenTree::Punct(mark) => {
                    mark.as_char() != '\'' && mark.spacing() == Spacing::Joint
                }
                TokenTree::Group(group) => {
                    check_marks(group.stream());
                    false
                }
                _ => false,
            };
        }
        assert!(!joined);
    }
    let item = "pub type Name<A: B<C>, D = E<F>> = dyn FnMut(A<B>, &D, fn() -> G<A>) -> Option<H>;";
    check_marks(check(
        "extern \"C\" fn(A<B>, *const D, fn() -> G<A>, context: I<J>) -> K<L>, fallback = M",
        item,
    ));
}

/// Each item of the expansion has the lint levels of the declaration.
#[test]
fn levels_of_lints_are_on_each_item() {
    for (attributes, level, count) in [
        ("#[deny(a)]", "deny (a)", 4),
        ("#[warn(a)] #[b::allow(a)]", "warn (a)", 4),
        ("#[b::allow(a)]", "allow (a)", 1),
        ("#[must_use]", "must_use", 1),
        ("#[unsafe(a)]", "unsafe (a)", 1),
        ("#[deprecated] #[deny(a)]", "allow (deprecated)", 3),
        ("#[b::deprecated]", "allow (deprecated)", 0),
    ] {
        let item = format!("{attributes} type Name = dyn FnMut();");
        let written = accepted("extern \"C\"", &item).to_string();
        assert_eq!(written.matches(level).count(), count, "{attributes}: {written}");
    }
}

/// A fallback for a callback without a result is a fault if it is certain not to be `()`.
#[test]
fn a_literal_for_nothing_is_refused() {
    for (value, refused) in [
        ("0", true),
        ("\"\"", true),
        ("true", true),
        ("false", true),
        ("()", false),
        ("NOTHING", false),
        ("-1", true),
    ] {
        let expanded =
            check(&format!("extern \"C\", fallback = {value}"), "type Name = dyn FnMut();");
        assert_eq!(faults(&expanded) > 0, refused, "{value}: {expanded}");
    }
}

//! What is written for what C passes, and for what it gets.

use super::{check, faults};

/// What is written for a closure that takes the one, where C passes the other. `'c` is a parameter.
fn passed(closure: &str, c: &str) -> String {
    let arguments = format!("extern \"C\" fn({c}, context: *mut c_void)");
    let parameter = if closure.contains("'c") { "<'c>" } else { "" };
    let expanded = check(&arguments, &format!("type Name{parameter} = dyn {closure};"));
    assert_eq!(faults(&expanded), 0, "{closure} of {c}: {expanded}");
    expanded.to_string()
}

#[test]
fn what_is_written_alike_is_not_converted() {
    for (closure, c, alike) in [
        ("u8", "u8", true),
        ("u8", "i8", false),
        ("*const u8", "*const u8", true),
        ("*const u8", "*mut u8", false),
        ("[u8; 2]", "[u8; 2]", true),
        ("[u8; 2]", "[u8; 3]", false),
        ("[u8; 2]", "[i8; 2]", false),
        ("A<B = C>", "A<B = C>", true),
        ("A<B = C>", "A<B: C>", false),
        ("(u8)", "[u8]", false),
        ("A<B>", "A", false),
        ("A", "A<B>", false),
        ("A<1>", "A<B>", false),
        ("a!(A, [(B)])", "a!(A, [(B)])", true),
        ("a!(A, [(B)])", "a!(A, [(C)])", false),
    ] {
        let written = passed(&format!("FnMut({closure}, &'c T)"), &format!("{c}, *const T"));
        assert!(written.contains("from_c"), "{closure} of {c}: {written}");
        let written = passed(&format!("FnMut({closure})"), c);
        assert_eq!(written.contains("Untouched"), alike, "{closure} of {c}: {written}");
        assert_eq!(written.contains("from_c"), !alike, "{closure} of {c}: {written}");
    }
}

/// C may leave the upper bits of a register as they are, and anything in a `bool`.
#[test]
fn what_may_be_narrow_is_settled() {
    for (ty, narrow) in [
        ("u8", true),
        ("T", true),
        ("a!(u8)", true),
        ("i32", false),
        ("core::ffi::c_double", false),
        ("*mut u8", false),
        ("[u8; 2]", false),
    ] {
        let written = passed(&format!("FnMut({ty})"), ty);
        assert_eq!(written.contains("settle"), narrow, "{ty}: {written}");
        for of_bools in ["normalise", "MaybeUninit", "transmute"] {
            assert!(!written.contains(of_bools), "{ty}: {written}");
        }
    }
    let written = passed("FnMut(bool)", "bool");
    assert!(!written.contains("settle"), "{written}");
    for of_bools in ["normalise", "MaybeUninit < bool >", "transmute"] {
        assert!(written.contains(of_bools), "{written}");
    }
}

/// A lifetime of a `for<..>` has no name where there is none: in the body of the trampoline.
#[test]
fn lifetimes_of_each_call_have_no_name_there() {
    let written = passed(
        "for<'a> FnMut(&'a a::A<'a>, (&'a u8, &'c u8))",
        "*const u8, (*const u8, *const u8)",
    );
    for ty in ["<&'_a::A<'_>as", "<(&'_u8,&'cu8)as"] {
        assert!(written.replace(' ', "").contains(ty), "{ty}: {written}");
    }
}

/// That cannot be sent to another thread, and the runtime says so.
#[test]
fn a_reference_of_each_call_is_told_from_others() {
    for (closure, borrows) in [
        ("FnMut(&u8)", true),
        ("FnMut(&'_ u8)", true),
        ("for<'a> FnMut(&'a u8)", true),
        ("FnMut(Option<&u8>)", true),
        ("FnMut(&'c u8)", false),
        ("FnMut(&'static u8)", false),
        ("FnMut(&'static (u8, &u8))", true),
        ("FnMut(A<&u8>)", false),
        ("FnMut(*const u8)", false),
    ] {
        let written = passed(closure, "*const u8");
        assert_eq!(written.contains("Borrowing"), borrows, "{closure}: {written}");
    }
}

#[test]
fn undeclared_lifetimes_are_found_wherever_they_are() {
    for (closure, count) in [
        ("FnMut(A<'a>)", 1),
        ("FnMut((&'a u8,))", 1),
        ("FnMut(A<'a>) -> A<'b>", 1),
        ("FnMut(for<'b> fn(&'b u8), A<'a>)", 1),
        ("for<'a> FnMut(for<'b> fn(&'b u8), A<'a>)", 0),
        ("for<'a> FnMut((&'a u8,))", 0),
        ("FnMut(&'static u8, &'_ u8)", 0),
    ] {
        let expanded = check("extern \"C\"", &format!("type Name = dyn {closure};"));
        let errors = expanded.to_string().matches("is not declared").count();
        assert_eq!(errors, count, "{closure}: {expanded}");
    }
}

/// What C does not ask for is a fault where it is certain to be something.
#[test]
fn a_literal_for_nothing_is_refused() {
    for (value, refused) in [
        ("0", true),
        ("\"\"", true),
        ("true", true),
        ("false", true),
        ("()", false),
        ("NOTHING", false),
        ("-1", false),
    ] {
        let expanded =
            check(&format!("extern \"C\", fallback = {value}"), "type Name = dyn FnMut();");
        assert_eq!(faults(&expanded) > 0, refused, "{value}: {expanded}");
    }
}

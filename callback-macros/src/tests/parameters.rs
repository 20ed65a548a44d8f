//! The prototype parameters that each closure parameter takes.

use super::{accepted, check, without_blanks};

fn expand(closure: &str, c: &str) -> String {
    let arguments = format!("extern \"C\" fn({c}, context: *mut c_void)");
    check(&arguments, &format!("type Name = dyn FnMut({closure});")).to_string()
}

#[test]
fn an_ignored_parameter_is_not_passed_on() {
    for (closure, c) in [
        ("u8", "u8, _: i32"),
        ("u8", "_: i32, u8"),
        ("", "_flags: i32"),
        ("u8", "_: (*mut u8, usize), u8"),
    ] {
        let written = expand(closure, c);
        assert!(!written.contains("compile_error"), "{closure} of {c}: {written}");
        assert!(written.contains("Untouched"), "{closure} of {c}: {written}");
    }
}

#[test]
fn parentheses_make_one_parameter_of_several() {
    for (closure, c, raw) in [
        ("&[u8]", "(*const u8, usize), i32", None),
        ("&[u8], i32", "(*const u8, usize), i32", Some("(*constu8,usize,)")),
        ("Buffer<'_>", "(*mut c_char, usize, usize)", Some("(*mutc_char,usize,usize,)")),
        ("i32, &[u8]", "i32, (usize, *const c_void)", Some("(usize,*constu8,)")),
        ("Alone", "(u8,)", Some("(u8,)")),
    ] {
        let written = without_blanks(&expand(closure, c));
        match raw {
            Some(raw) => assert!(written.contains(&format!("FromC<{raw}>>::from_c")), "{written}"),
            None => assert!(written.contains("compile_error"), "{closure} of {c}: {written}"),
        }
    }
}

/// If another integer is next to the pointer, on the same side as the length or on the other, it may be the length.
#[test]
fn a_slice_with_several_lengths_is_refused() {
    for (closure, c, is_refused) in [
        ("&[u8], i32", "*const u8, i32, usize", true),
        ("&[u8], usize", "*mut u8, usize, usize", true),
        // libxml2 passes attributes, their number, and how many of them are defaults.
        ("c_int, &[u8]", "c_int, c_int, *const u8", true),
        ("&[u8], u32", "PCWSTR, u32, u32", true),
        ("c_int, &[u8]", "c_int, *const u8, usize", true),
        ("&[u8], usize", "c_int, *const u8, usize", true),
        ("&[u8], &[u8], usize", "usize, *const u8, usize, *const u8, usize", true),
        ("c_int, &[u8]", "c_int, (*const u8, usize)", false),
        ("&[u8]", "_: c_int, *const u8, usize", false),
        ("&[u8], *mut u8", "*const u8, usize, *mut u8", false),
        ("&[u8], f64, i32", "*const u8, usize, f64, i32", false),
        ("&[u8], &[u8]", "c_int, *const c_void, c_int, *const c_void", false),
        ("&[u8], i32", "(*const u8, usize), i32", false),
        ("&[u8]", "*const u8, usize, _: i32", false),
    ] {
        let written = expand(closure, c);
        let refused = written.contains("may be the length of this slice");
        assert_eq!(refused, is_refused, "{closure} of {c}: {written}");
        assert_eq!(written.contains("compile_error"), is_refused, "{closure} of {c}: {written}");
    }
}

/// The user data is not a length. A parameter on its other side is not next to the pointer, unless the user
/// data is between the pointer and its length.
#[test]
fn the_context_ends_the_integers_next_to_a_pointer() {
    for (closure, c, is_refused) in [
        ("&[u8], c_int", "*const u8, usize, context: usize, c_int", false),
        ("&[u8]", "*const u8, context: usize, usize", false),
        ("&[u8]", "usize, context: usize, *const u8", false),
        ("&[u8], c_int", "*const u8, context: usize, usize, c_int", true),
        ("c_int, &[u8]", "c_int, *const u8, context: usize, usize", true),
    ] {
        let written =
            check(&format!("extern \"C\" fn({c})"), &format!("type Name = dyn FnMut({closure});"))
                .to_string();
        let says = "next to the pointer may be the length";
        assert_eq!(written.contains(says), is_refused, "{closure} of {c}: {written}");
        assert_eq!(written.contains("compile_error"), is_refused, "{closure} of {c}: {written}");
    }
    let written =
        check("extern \"C\" fn(*const u8, context: usize)", "type Name = dyn FnMut(&[u8]);");
    assert!(written.to_string().contains("no integer next to `*const u8`"));
}

/// The short form has a length after each pointer, so other integers next to a slice leave no doubt.
#[test]
fn the_short_form_knows_its_lengths() {
    for closure in ["&[u8], usize", "i32, &[u8], usize, &mut [u16], i32"] {
        let written =
            check("extern \"C\"", &format!("type Name = dyn FnMut({closure});")).to_string();
        assert!(!written.contains("compile_error"), "{closure}: {written}");
    }
}

#[test]
fn a_slice_without_a_length_is_told() {
    for (closure, c, message) in [
        ("&[u8], usize", "*const u8, usize", "the slice takes the length\\nhelp: remove `usize`"),
        ("usize, &[u8]", "usize, *const u8", "the slice takes the length\\nhelp: remove `usize`"),
        ("&[u8]", "*const u8", "no integer next to `*const u8`"),
        ("&[u8]", "*const u8, _: i32", "no integer next to `*const u8`"),
        ("&[u8], f64", "*const u8, f64", "no integer next to `*const u8`"),
        ("&[u8], &u8", "*const u8, i32, usize, *const u8", "the closure takes 2 parameters"),
    ] {
        let written = expand(closure, c);
        assert!(written.contains(message), "{closure} of {c}: {written}");
        assert_eq!(written.matches("compile_error").count(), 1, "{closure} of {c}: {written}");
    }
}

/// An expression that finds the context can use the names of parameters. Parameters in parentheses have one
/// name, that of their tuple.
#[test]
fn an_expression_knows_all_names() {
    let arguments = "extern \"C\" fn(_a: i32, b: (u8, u16), context: usize), context = f(_a, b.1)";
    let written = without_blanks(&accepted(arguments, "type Name = dyn FnMut(B);").to_string());
    assert!(written.contains("_a:i32,"), "{written}");
    assert!(written.contains("letb=(__argument_1,__argument_2,);"), "{written}");
}

/// C may leave bits above a narrow value. That includes a value that `context = <expression>` names.
#[test]
fn narrow_parameters_are_truncated_wherever_they_are_named() {
    for (c, context, names) in [
        ("context: u8", "find(context)", &["context"][..]),
        ("_flags: Flags, context: *mut c_void", "find(context, _flags)", &["_flags"]),
        ("_flags: u16", "none, fallback = set(_flags)", &["__argument_0"]),
        ("_pair: (i8, bool)", "none, fallback = set(_pair.0)", &["__argument_0", "__argument_1"]),
    ] {
        let arguments = format!("extern \"C\" fn({c}), context = {context}");
        let written = without_blanks(&accepted(&arguments, "type Name = dyn FnMut();").to_string());
        for name in names {
            let is_turned = |by: &str| {
                written.contains(&format!("::callback_runtime::__private::{by}({name})"))
            };
            assert!(is_turned("truncate") || is_turned("normalize"), "{name}: {written}");
        }
    }
}

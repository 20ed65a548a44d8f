//! The spelling of a closure's types in the short form, and the type names that the attribute knows.

use super::{accepted, check, documentation, faults, without_blanks};

/// Returns the prototype that the documentation of a declaration shows.
fn prototype(arguments: &str, item: &str) -> String {
    let text = documentation(accepted(arguments, item)).unwrap();
    let text = text.split("```text\n").nth(1).unwrap();
    without_blanks(text.split("\n```").next().unwrap())
}

#[test]
fn the_short_form_spells_as_c_does() {
    for (rust, c) in [
        ("(&T, &mut T)", "(*const T, *mut T, "),
        ("(Option<&T>, Option<&mut T>)", "(*const T, *mut T, "),
        ("((&T), (Option<(&T)>))", "(*const T, *const T, "),
        ("(Option<T>, Option<&T, A>)", "(Option<T>, Option<&T, A>, "),
        ("(Other<&T>)", "(Other<&T>, "),
        ("(&CStr, Option<&core::ffi::CStr>)", "(*const c_char, *const c_char, "),
        ("(&<T as A>::CStr)", "(*const <T as A>::CStr, "),
        ("(&[u8], &mut [T])", "(*const u8, usize, *mut T, usize, "),
        ("([u8; 2], bool)", "([u8; 2], bool, "),
        ("(A<'a>, &'a A<'a>)", "(A<'_>, *const A<'_>, "),
        ("(&(dyn A +))", "(*const (dyn A), "),
        ("(&dyn A)", "(*const (dyn A), "),
        ("(*const dyn A)", "(*const dyn A, "),
    ] {
        let item = format!("type Name = dyn for<'a> FnMut{rust};");
        let expected = format!("extern \"C\" fn{c}context: *mut c_void)");
        assert_eq!(prototype("extern \"C\"", &item), without_blanks(&expected), "{rust}");
    }
}

#[test]
fn the_short_form_spells_the_result_as_c_does() {
    for (rust, c) in [
        ("", ""),
        ("-> ()", ""),
        ("-> (())", ""),
        ("-> i32", " -> i32"),
        ("-> &'static T", " -> *const T"),
        ("-> Ordering", " -> c_int"),
        ("-> core::cmp::Ordering", " -> c_int"),
        ("-> (u8,)", " -> (u8,)"),
    ] {
        let item = format!("type Name = dyn FnMut() {rust};");
        let arguments = if c.is_empty() { "extern \"C\"" } else { "extern \"C\", fallback = 0" };
        let expected = format!("extern \"C\" fn(context: *mut c_void){c}");
        assert_eq!(prototype(arguments, &item), without_blanks(&expected), "{rust}");
    }
}

/// If C expects a value, a `Result<(), E>` needs the key `ok`, since C cannot get its `()`.
#[test]
fn what_the_keys_are_for_is_told_from_names() {
    const C: &str = "extern \"C\" fn(context: usize) -> i32, fallback = 0";
    for (keys, output, count) in [
        ("", "i32", 0),
        (", err = 1", "Result<i32, E>", 0),
        (", ok = 0, err = 1", "Result<(), E>", 0),
        (", err = 1", "Result<(), E>", 1),
        (", err = 1", "Result<((), ()), E>", 0),
        ("", "Result<i32, E>", 1),
        (", err = 1", "<T as A>::Result<i32, E>", 1),
        (", continue = 0, break = 1", "ControlFlow<E>", 0),
        (", continue = 0, break = 1", "(core::ops::ControlFlow<E>)", 0),
        ("", "ControlFlow<E>", 1),
        (", continue = 0, break = 1", "i32", 1),
    ] {
        let item = format!("type Name = dyn FnMut() -> {output};");
        let arguments = format!("{C}{keys}");
        assert_eq!(faults(&check(&arguments, &item)), count, "{keys} {output}");
    }
}

#[test]
fn what_may_be_the_user_data_is_pointed_out() {
    for (prototype, named) in [
        ("fn(u8, LPARAM)", true),
        ("fn(*mut c_void, u8)", true),
        ("fn(u8, usize)", true),
        ("fn(u8, u8)", false),
        ("fn(*mut u8)", false),
    ] {
        let expanded = check(&format!("extern \"C\" {prototype}"), "type Name = dyn FnMut(u8);");
        assert_eq!(expanded.to_string().contains("that may be"), named, "{prototype}");
    }
    let prototype = "extern \"C\" fn(user: *mut c_void, data: *const u8, size: usize)";
    let expanded = check(prototype, "type Name = dyn FnMut(&[u8]);");
    assert!(expanded.to_string().contains("that may be `user`"), "{expanded}");
}

#[test]
fn a_void_pointer_is_cast() {
    for (c, casts) in
        [("*const c_void", true), ("*mut core::ffi::c_void", true), ("*const T", false)]
    {
        let arguments = format!("extern \"C\" fn({c}, context: usize)");
        let expanded = check(&arguments, "type Name = dyn FnMut(&T);");
        assert_eq!(expanded.to_string().contains("cast"), casts, "{c}");
        let expanded = check(&arguments, "type Name = dyn FnMut(&core::ffi::c_void);");
        assert!(!expanded.to_string().contains("cast"), "{c}");
    }
}

#[test]
fn names_inside_groups_count() {
    let expanded = check("extern \"C\"", "type Name = dyn FnMut((F, [L; 2]));").to_string();
    assert!(expanded.contains("new < F_ >") && expanded.contains("L_ :"), "{expanded}");
    for ty in ["_", "impl A", "(u8, _)", "[impl A; 2]"] {
        let item = format!("type Name = dyn FnMut({ty});");
        assert_eq!(faults(&check("extern \"C\"", &item)), 1, "{ty}");
    }
}

/// A returned reference is refused if none of the closure's parameter types can have a lifetime.
#[test]
fn what_a_result_is_borrowed_from_is_told_from_names() {
    const C: &str = "extern \"C\" fn(A, B, context: usize) -> *const u8, fallback = NULL";
    for (inputs, output, count) in [
        ("u8, core::ffi::c_int", "&u8", 1),
        ("*const u8, *mut *mut c_void", "&'_ u8", 1),
        ("*const u8, *mut *mut c_void", "&mut u8", 1),
        ("u8, bool", "Option<&u8>", 1),
        ("u8, bool", "(Option<(&u8)>)", 1),
        ("u8, bool", "&'static u8", 0),
        ("u8, bool", "Option<&'static fn(&u8) -> &u8>", 0),
        ("u8, bool", "fn(&u8) -> &u8", 0),
        ("u8, &u8", "&u8", 0),
        ("u8, Font", "&u8", 0),
        ("u8, *const Font", "&u8", 0),
    ] {
        let item = format!("type Name = dyn FnMut({inputs}) -> {output};");
        assert_eq!(faults(&check(C, &item)), count, "{inputs} {output}");
    }
}

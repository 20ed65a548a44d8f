//! The generated code that passes arguments and results.

use super::{accepted, check, without_blanks};

/// Returns the expansion for a closure that takes `closure` where C passes `c`. `'c` is a parameter of the alias.
fn passed(closure: &str, c: &str) -> String {
    let arguments = format!("extern \"C\" fn({c}, context: *mut c_void)");
    let parameter = if closure.contains("'c") { "<'c>" } else { "" };
    accepted(&arguments, &format!("type Name{parameter} = dyn {closure};")).to_string()
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

/// A slice takes two parameters, so C has one more parameter for each slice.
#[test]
fn slices_take_a_pointer_and_a_length() {
    for (closure, c, pairs) in [
        ("FnMut(&[u8])", "*const u8, usize", 1),
        ("FnMut(f64, &[u8], &u8)", "f64, *const u8, usize, *const u8", 1),
        ("FnMut(&[u8], &mut [u8])", "usize, *const u8, *mut u8, usize", 2),
        ("FnMut(&[u8])", "Slice", 0),
        ("FnMut(&[u8], u8)", "Slice, u8", 0),
        ("FnMut(&[u16])", "PCWSTR, u32", 0),
    ] {
        let written = without_blanks(&passed(closure, c));
        let found =
            ["FromC<(*constu8,usize,)>", "FromC<(usize,*constu8,)>", "FromC<(*mutu8,usize,)>"]
                .map(|pair| written.matches(pair).count());
        assert_eq!(found.iter().sum::<usize>(), pairs, "{closure} of {c}: {written}");
    }
}

/// Calls that overlap may pass the same object, so an argument that reaches it has to be `Send`.
#[test]
fn what_calls_at_once_can_share_is_checked() {
    for (closure, c, checked) in [
        ("Fn(&u8) + Send + Sync", "*const u8", true),
        ("Fn(Option<&u8>) + Send + Sync", "*const u8", true),
        ("Fn(&[u8]) + Send + Sync", "*const u8, usize", true),
        ("Fn(Alias) + Send + Sync", "*const u8", true),
        ("Fn(Alias, &mut u8) + Send + Sync", "Alias, *mut u8", false),
        ("Fn(&mut [u8]) + Send + Sync", "*mut u8, usize", false),
        ("Fn(*const u8) + Send + Sync", "*mut c_void", false),
        ("Fn(&u8)", "*const u8", false),
        ("FnMut(&u8) + Send", "*const u8", false),
    ] {
        let written = passed(closure, c);
        assert_eq!(written.contains("AtOnce"), checked, "{closure} of {c}: {written}");
    }
}

/// Such a type may borrow for longer than the call. A reference that the declaration spells out does not, and
/// a pointer borrows nothing.
#[test]
fn what_depends_on_a_type_parameter_is_not_converted() {
    for (ty, c, refused) in [
        ("T", "*const u8", 1),
        ("r#T", "*const u8", 1),
        ("(T)", "*const u8", 1),
        ("Option<T>", "*const u8", 1),
        ("A<T>", "*mut c_void", 1),
        ("<T as A>::B", "*const u8", 1),
        ("[T; 1]", "*const u8", 1),
        ("a!()", "*const u8", 1),
        ("T", "T", 0),
        ("a!()", "a!()", 0),
        ("A<'a, T>", "A<'_, T>", 0),
        ("&T", "*const c_void", 0),
        ("Option<&mut T>", "*mut T", 0),
        ("*const T", "*mut c_void", 0),
        ("A", "*const u8", 0),
        ("A<N>", "*const u8", 0),
    ] {
        let arguments = format!("extern \"C\" fn({c}, *const [T; N], context: usize)");
        let item = format!("type Name<T, const N: usize> = dyn for<'a> FnMut({ty}, &[T; N]);");
        let said = check(&arguments, &item).to_string();
        let found = said.matches("cannot be converted from").count();
        assert_eq!(found, refused, "{ty} of {c}: {said}");
    }
    // The prototype of the short form has the type that the closure takes.
    for item in ["type Name<T> = dyn FnMut(T);", "type Name<T> = dyn for<'a> FnMut(A<'a, T>);"] {
        accepted("extern \"C\"", item);
    }
}

/// The runtime can call with nested lists of at most that length.
#[test]
fn a_dozen_arguments_are_nested_and_more_are_not() {
    for (count, nested) in [(1, true), (12, true), (13, false), (14, false)] {
        let types = vec!["u32"; count].join(", ");
        let written = without_blanks(&passed(&format!("FnMut({types})"), &types));
        let ends = format!(",()){}", ")".repeat(count));
        assert_eq!(written.contains(&ends), nested, "{count}: {written}");
    }
}

#[test]
fn a_result_that_c_gets_is_converted() {
    for (output, c, converted) in [
        ("", "", false),
        ("", "-> i32", true),
        ("-> i32", "-> i32", false),
        ("-> bool", "-> i32", true),
        ("-> bool", "", true),
    ] {
        let fallback = if c.is_empty() { "" } else { ", fallback = 0" };
        let arguments = format!("extern \"C\" fn(context: usize) {c}{fallback}");
        let item = format!("type Name = dyn FnMut() {output};");
        let written = accepted(&arguments, &item).to_string();
        assert_eq!(written.contains("into_c"), converted, "{output} {c}: {written}");
    }
}

/// Without an expression that may use the names, they could only hide other items.
#[test]
fn parameters_have_their_names_for_an_expression() {
    for (arguments, name, named) in [
        ("fn(event: *const Event), context = user_of(event)", "event", true),
        ("fn(pEvent: *const Event), context = user_of(pEvent)", "pEvent", true),
        ("fn(pEvent: *const Event, context: usize)", "pEvent", false),
    ] {
        let arguments = format!("extern \"C\" {arguments}");
        let written = accepted(&arguments, "type Name = dyn FnMut(*const Event);").to_string();
        let found = written.contains(&format!("{name} : * const Event"));
        assert_eq!(found, named, "{arguments}: {written}");
        let allowed = written.contains("non_snake_case");
        assert_eq!(allowed, named && name != "event", "{arguments}: {written}");
    }
}

/// The runtime has a type for each calling convention.
#[test]
fn a_calling_convention_is_named_as_a_type() {
    for (name, ty) in [
        ("C", "C"),
        ("system", "System"),
        ("stdcall-unwind", "StdcallUnwind"),
        ("sysv64", "Sysv64"),
    ] {
        let arguments = format!("extern \"{name}\"");
        let written = accepted(&arguments, "type Name = dyn FnMut();").to_string();
        assert!(written.contains(&format!("destroy :: {ty} ;")), "{name}: {written}");
    }
}

/// C may leave anything in the upper bits of a register, and in a `bool`.
#[test]
fn what_may_be_narrow_is_truncated() {
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
        assert_eq!(written.contains("truncate"), narrow, "{ty}: {written}");
        for of_bools in ["normalize", "MaybeUninit", "transmute"] {
            assert!(!written.contains(of_bools), "{ty}: {written}");
        }
    }
    let written = passed("FnMut(bool)", "bool");
    assert!(!written.contains("truncate"), "{written}");
    for of_bools in ["normalize", "MaybeUninit < bool >", "transmute"] {
        assert!(written.contains(of_bools), "{written}");
    }
}

/// A lifetime of a `for<..>` occurs only in the closure's types, since the body of the trampoline has no
/// `for<..>`.
#[test]
fn lifetimes_of_each_call_have_a_name_where_they_are_declared() {
    let written = passed(
        "for<'a> FnMut(&'a a::A<'a>, (&'a u8, &'c u8))",
        "*const u8, (*const u8, *const u8)",
    );
    for ty in ["F:for<'a>::core::ops::FnMut(&'aa::A", "<&'_a::A<'_>as", "<(&'_u8,&'cu8)as"] {
        assert!(without_blanks(&written).contains(ty), "{ty}: {written}");
    }
    let written = passed("for<'a> FnMut(fn(&'a u8))", "fn(*const u8)");
    let signature = "typeSignature=for<'a>fn(fn(&'au8));";
    assert!(without_blanks(&written).contains(signature), "{written}");
}

/// `dispatch` cannot send such a reference to another thread, and the runtime's message explains that.
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

#[test]
fn the_name_of_a_parameter_as_the_context_is_pointed_out() {
    for (context, named) in [("user", true), ("other", false), ("(user)", false)] {
        let arguments = format!("extern \"C\" fn(u8, user: *mut c_void), context = {context}");
        let written = check(&arguments, "type Name = dyn FnMut(u8);").to_string();
        assert_eq!(written.contains("is the user data alone"), named, "{context}: {written}");
    }
}

/// A comma in a pattern or in the arguments of a type does not separate parameters.
#[test]
fn a_closure_in_a_key_takes_one_parameter() {
    for (err, is_refused) in [
        ("|error| 1", false),
        ("move |error: &Error<A, B>| f(error, 1) | 2", false),
        ("|(code, _), | *code", false),
        ("|Error { code, .. }: &Error| *code", false),
        ("|error: &fn(A, B) -> C<D, E>| 1", false),
        ("|error: &A<fn() -> B, C>| 1", false),
        ("|| 1", true),
        ("|error, out| 1", true),
        ("move |error: &Error<A, B>, out| 1", true),
    ] {
        let arguments =
            format!("extern \"C\" fn(context: usize) -> i32, ok = 0, err = {err}, fallback = 2");
        let written =
            check(&arguments, "type Name = dyn FnMut() -> Result<(), Error>;").to_string();
        assert_eq!(written.contains("and gets one"), is_refused, "{err}: {written}");
        assert_eq!(written.contains("compile_error"), is_refused, "{err}: {written}");
    }
}

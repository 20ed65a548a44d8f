//! Functions under the attribute: how they are read, and their expansions.

use super::{accepted, check, expand, faults, refused, without_blanks};

/// Returns the expansion of a function that has no fault, without blanks and documentation.
#[track_caller]
fn written(arguments: &str, item: &str) -> String {
    without_blanks(&accepted(arguments, item).to_string())
}

#[test]
fn qualifiers_are_read() {
    for (item, unsafety) in [
        ("fn name() {}", false),
        ("pub fn name() {}", false),
        ("pub(in crate::a) fn name() {}", false),
        ("unsafe fn name() {}", true),
        ("pub(super) unsafe fn name() {}", true),
    ] {
        let written = written("extern \"C\"", item);
        assert!(written.contains("unsafeextern\"C\"fnname()"), "{item}: {written}");
        assert_eq!(written.contains("unsafefn__body()"), unsafety, "{item}: {written}");
    }
    for (item, messages) in [
        ("const fn name() {}", &["cannot be `const`"][..]),
        ("async fn name() {}", &["cannot be `async`"]),
        ("extern \"C\" fn name() {}", &["remove the `extern` here"]),
        ("extern fn name() {}", &["remove the `extern` here"]),
        ("const async unsafe extern \"C\" fn name() {}", &["`const`", "`async`", "`extern`"]),
    ] {
        refused("extern \"C\"", item, messages);
    }
    // Qualifiers that rustc knows and this crate does not are not read as those of a function.
    for item in ["safe fn name() {}", "default fn name() {}", "gen fn name() {}"] {
        refused(
            "extern \"C\"",
            item,
            &["goes on the type of a closure, on a function, or on a trait"],
        );
    }
}

#[test]
fn patterns_are_stepped_over() {
    for parameters in [
        "a: u8, b: u8",
        "a: u8, b: u8,",
        "_: u8, mut b: u8",
        "Ends { first, last: [a, ..] }: u8, (ref a | ref a): u8",
        "a::B::<C, D>(a, b): u8, <A as B<C, D>>::E { .. }: u8",
        "A::<fn(B, C) -> D, E>(a): u8, b @ _: u8",
        "&(a, ref b): u8, &mut [a, .., b]: u8",
        "m!(a, b: c): u8, ::a::B { .. }: u8",
        "#[allow(unused)] a: u8, #[allow(unused)] #[expect(b)] b: u8",
    ] {
        let item = format!("fn name({parameters}) {{}}");
        let expanded = expand("extern \"C\" fn(u8, u8)", &item);
        assert_eq!(faults(&expanded), 0, "{item}: {expanded}");
        let written = without_blanks(&expanded.to_string());
        let body = without_blanks(&format!("fn __body({parameters})"));
        assert!(written.contains(&body), "{item}: {written}");
    }
    for (parameters, message) in [
        ("self", "C passes no `self`"),
        ("&self", "C passes no `self`"),
        ("&'a mut self, a: u8", "C passes no `self`"),
        ("a: u8, self", "C passes no `self`"),
        ("u8", "expected a name and a type"),
        ("a: u8, &str", "expected a name and a type"),
        ("A<B, C>", "expected a name and a type"),
        ("a: u8 b: u8", "expected `,`"),
        ("a: ", "expected a type"),
        ("...", "expected a name and a type"),
        ("#[cfg(a)] a: u8, #[allow(b)] b: u8", "a parameter of a callback is always there"),
    ] {
        refused("extern \"C\" fn(u8, u8)", &format!("fn name({parameters}) {{}}"), &[message]);
    }
}

#[test]
fn a_body_has_braces_and_no_self_of_an_impl() {
    for item in ["fn name();", "fn name() -> u8;", "fn name() = a;", "fn name() [a]"] {
        refused("extern \"C\", fallback = 0", item, &["a function that C calls has a body"]);
    }
    for item in [
        "fn name(a: Self) {}",
        "fn name(a: &[Self]) {}",
        "fn name() { Self::other() }",
        "fn name() { a(|| { Self { b: 0 } }) }",
    ] {
        refused("extern \"C\"", item, &["a function that C calls cannot use `Self`"]);
    }
    written("extern \"C\"", "fn name() { struct A; impl A { fn b() -> Self { Self } } }");
}

#[test]
fn attributes_are_on_the_function_of_c_and_lint_levels_reach_what_is_in_it() {
    let item = "/// Text.\n#[inline] #[cold] #[unsafe(no_mangle)] #[deny(a)] fn name() { #![b] }";
    let written = written("extern \"C\"", item);
    for attribute in ["#[inline]", "#[cold]", "#[unsafe(no_mangle)]", "#[deny(a)]"] {
        assert_eq!(written.matches(attribute).count(), 1, "{attribute}: {written}");
        let (before, _) = written.split_once("fnname()").unwrap();
        assert!(before.contains(attribute), "{attribute}: {written}");
    }
    assert!(written.contains("fn__body(){#![b]}"), "{written}");
    for (attribute, message) in [
        ("#[unsafe(no_mangle)]", "a function with generics has no symbol of its own"),
        ("#[no_mangle]", "a function with generics has no symbol of its own"),
        ("#[unsafe(export_name = \"a\")]", "a function with generics has no symbol of its own"),
        ("#[callback]", "a declaration has one `#[callback]`"),
    ] {
        let generic = format!("{attribute} fn name<T>(_: T) {{}}");
        refused("extern \"C\" fn(T)", &generic, &[message]);
    }
    accepted("extern \"C\" fn(*const u8)", "#[unsafe(no_mangle)] fn name<'a>(_: &'a u8) {}");
}

/// The C function has the generics that its types mention, and those that these generics mention. Lifetimes
/// that only the body mentions stay there.
#[test]
fn the_function_of_c_has_the_lifetimes_that_it_names() {
    for (item, c, generics) in [
        ("fn name<'a>(_: &'a u8) {}", "*const u8", ""),
        ("fn name<'a, T: 'a>(_: &'a T) {}", "*const T", "<'a,T:'a>"),
        ("fn name<'a, const N: usize>(_: &'a [u8; N]) {}", "*const u8", "<constN:usize>"),
        ("fn name<'a, 'b: 'a>(_: A<'b>, _: &'a u8) {}", "A<'b>, *const u8", "<'a,'b:'a>"),
        ("fn name<'a: 'b, 'b, 'c: 'a>(_: A<'c>) {}", "A<'c>", "<'a:'b,'b,'c:'a>"),
        ("fn name<'a, 'b: 'a>(_: A<'a>, _: &'b u8) {}", "A<'a>, *const u8", "<'a>"),
        ("fn name<'a, T>(_: &'a T) where T: 'a {}", "*const T", "<'a,T>"),
    ] {
        let written = written(&format!("extern \"C\" fn({c})"), item);
        let (_, after) = written.split_once("extern\"C\"fnname").unwrap();
        assert!(after.starts_with(&format!("{generics}(")), "{item}: {written}");
    }
}

/// The values of the keys are evaluated as constants, outside of any `unsafe`.
#[test]
fn values_are_outside_of_generated_unsafe() {
    let item = "fn name() -> Result<(), E> {}";
    let c = "extern \"C\" fn(_at: u8) -> u8";
    let written = written(&format!("{c}, ok = OK, err = ERR, fallback = NONE"), item);
    for value in ["OK", "ERR", "NONE"] {
        assert!(written.contains(&format!(":u8=const{{{value}}};")), "{value}: {written}");
        assert_eq!(written.matches(&format!("{{{value}}}")).count(), 1, "{value}: {written}");
    }
    let written =
        self::written(&format!("{c}, ok = |()| OK, err = |e| e.f(), fallback = _at"), item);
    assert!(written.contains("fallback::<u8>"), "{written}");
    let (_, run) = written.split_once("run_function").unwrap();
    let (run, _) = run.split_once('}').unwrap();
    for value in ["OK", "e.f()", "_at"] {
        assert!(!run.contains(value), "{value}: {run}");
    }
}

/// The remains of a function with faults have its name and its type, so that its uses are not reported as well.
#[test]
fn a_faulty_function_keeps_its_name() {
    for (arguments, item, left) in [
        ("extern \"C\" fn(*const A) -> u8", "fn name(a: &A) -> u8 {}", "fnname(_:*constA)->u8"),
        ("extern \"C\" fn(A), falback = 0", "fn name<T>(a: A) {}", "fnname<T>(_:A)"),
        ("extern \"C\" fn(impl A)", "fn name(a: impl A) { b }", "fnname(a:implA){b}"),
        ("?", "unsafe fn name(a: A) { b }", "unsafeextern\"system\"fnname(_:A)"),
        ("extern \"C\" fn(a b)", "unsafe fn name(a: A) { b }", "unsafefnname(a:A){b}"),
    ] {
        let expanded = check(arguments, item);
        assert!(faults(&expanded) > 0, "{item}");
        let written = without_blanks(&expanded.to_string());
        assert!(written.contains(left), "{item}: {written}");
    }
}

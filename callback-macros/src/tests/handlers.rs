//! Traits under the attribute: how they are read, and their expansions.

use super::{accepted, check, expand, faults, without_blanks};

/// Returns the expansion of a trait that has no fault, without blanks.
#[track_caller]
fn written(arguments: &str, item: &str) -> String {
    without_blanks(&accepted(arguments, item).to_string())
}

/// Checks the faults as [`super::refused`] does, and that the rest is Rust.
#[track_caller]
fn refused(arguments: &str, item: &str, messages: &[&str]) {
    check(arguments, item);
    super::refused(arguments, item, messages);
}

#[test]
fn the_trait_stays_as_it_was_written() {
    let written = written(
        "extern \"C\"",
        "/// Text.\n#[allow(a)] pub(crate) trait Name<'a, T: A = B>: Send + C<T> where T: 'a { \
            /// A method.\n#[inline] #[must_use] fn a<'b>(&'b mut self, (b, _): &'b T, #[allow(c)] mut d: &'a u8); \
            fn e(&mut self) where T: D { f!(self); } \
        }",
    );
    for part in [
        "#[doc=\"Text.\"]",
        "#[allow(a)]",
        "pub(crate)traitName<'a,T:A=B>:Send+C<T>whereT:'a{",
        "#[inline]#[must_use]fna<'b>(&'bmutself,(b,_):&'bT,#[allow(c)]mutd:&'au8);",
        "fne(&mutself)whereT:D,{f!(self);}",
    ] {
        assert!(written.contains(part), "{part}: {written}");
    }
}

#[test]
fn a_default_body_that_takes_self_knows_its_size() {
    let with_body = written("extern \"C\"", "trait Name { fn a(self) { drop(self) } }");
    assert!(with_body.contains("fna(self)whereSelf:Sized,{"), "{with_body}");
    let without = written("extern \"C\"", "trait Name { fn a(self); }");
    assert!(without.contains("fna(self);"), "{without}");
}

#[test]
fn qualifiers_are_read() {
    for (item, messages) in [
        ("trait Name { const fn a(&self); }", &["cannot be `const`"][..]),
        ("trait Name { async fn a(&self); }", &["cannot be `async`"]),
        ("trait Name { unsafe fn a(&self); }", &["remove `unsafe`"]),
        ("trait Name { extern \"C\" fn a(&self); }", &["remove the `extern` here"]),
        ("auto trait Name { fn a(&self); }", &["remove `auto`"]),
        ("trait Name { const async unsafe fn a(&self); }", &["`const`", "`async`", "`unsafe`"]),
    ] {
        refused("extern \"C\"", item, messages);
    }
    let written = written("extern \"C\"", "unsafe trait Name { fn a(&self); }");
    assert!(written.contains("unsafetraitName{"), "{written}");
    assert!(!written.contains("Namefor&"), "{written}");
}

#[test]
fn receivers_are_read() {
    for receiver in ["self", "mut self", "&self", "&'a self", "&mut self", "&'a mut self", "self,"]
    {
        let item = format!("trait Name {{ fn a<'a>({receiver}); }}");
        accepted("extern \"C\"", &item);
    }
    for (parameters, message) in [
        ("self: Box<Self>", "cannot give its receiver a type"),
        ("self: &mut Self, a: u8", "cannot give its receiver a type"),
        ("", "this function has no `self`"),
        ("a: u8", "this function has no `self`"),
        ("this: &mut Self", "this function has no `self`"),
        ("&mut self, u8", "expected a name and a type"),
        ("&mut self, #[cfg(a)] a: u8", "a parameter of a callback is always there"),
    ] {
        let item = format!("trait Name {{ fn a({parameters}); }}");
        assert_eq!(faults(&expand("extern \"C\"", &item)), 1, "{item}");
        assert!(expand("extern \"C\"", &item).to_string().contains(message), "{item}");
    }
}

#[test]
fn a_member_that_is_no_method_is_refused_and_the_others_are_read() {
    for (member, message) in [
        ("type A;", "cannot have an associated type"),
        ("type A: B = C;", "cannot have an associated type"),
        ("const A: u8;", "cannot have an associated constant"),
        ("const A: u8 = 3;", "cannot have an associated constant"),
        ("a!();", "cannot see the methods that a macro writes"),
        ("a! { b }", "cannot see the methods that a macro writes"),
    ] {
        let item =
            format!("trait Name {{ fn a(&mut self) -> u8; {member} fn b(&mut self) -> u8; }}");
        refused("extern \"C\"", &item, &[message, "add `fallback", "add `fallback"]);
        let left = without_blanks(&check("extern \"C\"", &item).to_string());
        assert!(left.contains(&without_blanks(member)), "{member}: {left}");
    }
}

#[test]
fn attributes_of_methods_are_read_and_removed() {
    for (attributes, messages) in [
        ("#[callback]", &[][..]),
        ("#[callback()]", &[]),
        ("#[a::callback(fn(context: usize))]", &[]),
        ("#[callback(extern \"system\" fn(context: usize))]", &[]),
        ("#[callback] #[callback]", &["a method has one `#[callback]`"]),
        ("#[callback = \"a\"]", &["takes its argument in parentheses"]),
        ("#[callback(b)]", &["`b`"]),
        ("#[callback(crate = a)]", &["`crate` can only be used on the trait"]),
        ("#[callback(slots = 3)]", &["`slots` can only be used with a closure"]),
        ("#[callback(fn(u8, context: usize))]", &["the method takes 0 parameters"]),
    ] {
        let item = format!("trait Name {{ {attributes} fn a(&mut self); }}");
        refused("extern \"C\"", &item, messages);
        let written = without_blanks(&check("extern \"C\"", &item).to_string());
        // Nothing is left between `new` and the method.
        assert!(written.contains("}fna(&mutself)"), "{written}");
    }
}

/// A shared key applies to the methods that it fits. A method's own key has to fit.
#[test]
fn keys_of_the_trait_reach_the_methods_that_they_fit() {
    const SHARED: &str =
        "extern \"C\", ok = OK, err = ERR, fallback = NONE, continue = GO, break = STOP";
    let result = "#[callback(fn(context: usize) -> u8)] fn a(&self) -> Result<(), E>;";
    let flow = "#[callback(fn(context: usize) -> u8)] fn a(&self) -> ControlFlow<E>;";
    let plain = "fn a(&self) -> u8;";
    let nothing = "fn a(&self);";
    for (method, keys) in [
        (result, &["OK", "ERR", "NONE"][..]),
        (flow, &["GO", "STOP", "NONE"]),
        (plain, &["NONE"]),
        (nothing, &[]),
    ] {
        let written = written(SHARED, &format!("trait Name<E> {{ {method} }}"));
        for key in ["OK", "ERR", "NONE", "GO", "STOP"] {
            let count = written.matches(&format!("const{{{key}}}")).count();
            assert_eq!(count, usize::from(keys.contains(&key)), "{method}: {key}: {written}");
        }
    }
    for key in ["ok = 0", "err = 0", "continue = 0", "break = 0"] {
        let item = format!("trait Name {{ #[callback({key})] fn a(&self); }}");
        refused("extern \"C\"", &item, &["can only be used with a method that returns"]);
    }
}

/// The struct of functions has the generics that its own types mention, and a function for each method.
#[test]
fn the_functions_have_the_generics_that_they_name() {
    for (method, generics) in [
        ("fn a(&self, _: &u8);", ""),
        ("fn a(&self, _: *const T);", "<T:'a>"),
        ("#[callback(fn(B<'a>, context: usize))] fn a(&self, _: B<'a>);", "<'a>"),
        ("fn a(&self, _: &[u8; N]);", "<constN:usize>"),
    ] {
        let item = format!("trait Name<'a, T: 'a, const N: usize> {{ {method} }}");
        let written = written("extern \"C\"", &item);
        let (_, after) = written.split_once("structNameFunctions").unwrap();
        let generics = if generics == "<T:'a>" { "<'a,T:'a>" } else { generics };
        assert!(after.starts_with(&format!("{generics}{{")), "{item}: {written}");
    }
    let written =
        written("extern \"C\"", "pub trait Name { #[cfg(x)] fn a(&self); fn r#b(&self); }");
    for field in ["puba:unsafeextern\"C\"fn", "pubr#b:unsafeextern\"C\"fn"] {
        assert!(written.contains(field), "{field}: {written}");
    }
    // The method, its trampoline, its field, and the field's value, and one method for each reference.
    assert_eq!(written.matches("#[cfg(x)]").count(), 6, "{written}");
}

/// The compiler would report each use of a `dyn` that does not exist.
#[test]
fn supertraits_without_a_dyn_are_refused_and_removed() {
    for name in ["Clone", "core::cmp::PartialEq", "Sized"] {
        let item = format!("trait Name: Other + {name} {{ fn a(&self); }}");
        refused("extern \"C\"", &item, &["is a supertrait"]);
        let written = without_blanks(&check("extern \"C\"", &item).to_string());
        assert!(written.contains("traitName:Other{"), "{written}");
    }
    accepted("extern \"C\"", "trait Name: PartialEq<u8> { fn a(&self); }");
}

/// An undeclared lifetime is reported once, and declared in the remains.
#[test]
fn lifetimes_of_methods_are_declared() {
    for (generics, method, count) in [
        ("<'a>", "fn a(&self, _: &'a u8, _: &'static u8, _: &'_ u8, _: for<'c> fn(&'c u8));", 0),
        ("", "fn a<'a>(&self, _: &'a u8);", 0),
        ("", "fn a(&self, _: &'a u8, _: &'a u8) -> &'a u8;", 1),
        ("<'a>", "fn a(&self, _: A<'a, 'b>, _: &'c u8);", 2),
    ] {
        let item = format!("trait Name{generics} {{ {method} }}");
        let expanded = check("extern \"C\", fallback = b", &item);
        assert_eq!(faults(&expanded), count, "{item}: {expanded}");
    }
    let left = check("extern \"C\"", "trait Name { fn a(&self, _: &'a u8, _: &'b u8); }");
    assert!(left.to_string().contains("fn a < 'b , 'a >"), "{left}");
}

#[test]
fn references_are_handlers_unless_that_cannot_be() {
    for (arguments, item, mutable, shared) in [
        ("extern \"C\"", "trait Name { fn a(&mut self); }", true, false),
        ("extern \"C\"", "trait Name { fn a(&self); }", true, true),
        ("extern \"C\"", "trait Name { fn a(&self); fn b(&mut self); }", true, false),
        ("extern \"C\"", "trait Name { fn a(&self); fn b(self); }", false, false),
        ("extern \"C\", references = none", "trait Name { fn a(&self); }", false, false),
        ("extern \"C\"", "unsafe trait Name { fn a(&self); }", false, false),
    ] {
        let written = written(arguments, item);
        assert_eq!(written.contains("Namefor&mutH"), mutable, "{item}: {written}");
        assert_eq!(written.contains("Namefor&H"), shared, "{item}: {written}");
    }
}

/// Properties of the whole trait are checked once, not for each handler.
#[test]
fn markers_are_checked_once() {
    for (supertraits, send, sync) in [
        ("", false, false),
        (": Send", true, false),
        (": core::marker::Send + Sync", true, true),
        (": Other", false, false),
    ] {
        let receiver = if sync { "&self" } else { "&mut self" };
        let item = format!("trait Name{supertraits} {{ fn a({receiver}); }}");
        let written = written("extern \"C\"", &item);
        assert_eq!(written.matches("checks::is_send::<H>()").count(), usize::from(send), "{item}");
        assert_eq!(written.matches("checks::is_sync::<H>()").count(), usize::from(sync), "{item}");
    }
}

/// The compiler compares results of methods that are not spelled alike.
#[test]
fn results_behind_an_alias_are_compared() {
    const C: &str = "#[callback(fn(context: usize) -> u8)]";
    for (results, compared) in [
        (["Result<(), E>", "Result<u8, E>"], false),
        (["io::Result<()>", "io::Result<()>"], false),
        (["io::Result<()>", "Result<(), E>"], true),
        (["io::Result<u8>", "io::Result<()>"], true),
        (["u8", "io::Result<()>"], false),
    ] {
        let [a, b] = results;
        let item = format!("trait Name<E> {{ {C} fn a(&self) -> {a}; {C} fn b(&self) -> {b}; }}");
        let written = written("extern \"C\", ok = 0, err = 1, fallback = 2", &item);
        assert_eq!(written.contains("EscapesAs"), compared, "{item}: {written}");
    }
}

/// The remains of a trait with faults have its names, so that its uses are not reported as well.
#[test]
fn a_faulty_trait_keeps_its_names() {
    for (item, left) in [
        (
            "trait Name { fn a(&mut self) -> u8; }",
            &["type NameFunctions = __NameFault", "for & mut H", "dyn Name"][..],
        ),
        (
            "trait Name<T> { fn a(&mut self, b: &T) -> u8; }",
            &["type NameFunctions < T >", "dyn Name < T >"],
        ),
        (
            "trait Name { fn a<T>(&mut self, b: *const T); }",
            &["where Self : :: core :: marker :: Sized"],
        ),
        (
            "trait Name { fn a() -> u8; }",
            &["fn a () -> u8 where Self : :: core :: marker :: Sized ;", "dyn Name"],
        ),
        ("trait Name { type A; }", &["type A ;", "fn new"]),
        ("trait Name { fn new(&mut self); }", &["fn new (& mut self)"]),
    ] {
        let expanded = check("extern \"C\"", item);
        assert_eq!(faults(&expanded), 1, "{item}: {expanded}");
        let expanded = expanded.to_string();
        assert!(expanded.contains("trait Name"), "{item}: {expanded}");
        for part in left {
            assert!(expanded.contains(part), "{part}: {expanded}");
        }
    }
}

#[test]
fn two_faulty_methods_are_reported_once_each() {
    refused(
        "extern \"C\"",
        "trait Name { #[callback(fn(u8, context: usize))] fn a(&self); fn b(&self) -> u8; fn c(&self); }",
        &["the method takes 0 parameters", "must say what C gets"],
    );
}

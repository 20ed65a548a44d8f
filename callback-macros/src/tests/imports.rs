//! The expansions of blocks under `#[import]`.

use proc_macro2::TokenStream;

use super::{assert_roots, faults, tokens, without_blanks, written};

pub(super) fn expand(arguments: &str, item: &str) -> TokenStream {
    crate::expand_imports(tokens(arguments), &tokens(item))
}

/// Returns a block with these functions.
pub(super) fn block(functions: &str) -> String {
    format!("unsafe extern \"C\" {{ {functions} }}")
}

/// Returns the expansion of a block with these functions, without blanks. The block has no fault.
#[track_caller]
fn accepted(arguments: &str, functions: &str) -> String {
    let item = block(functions);
    let expanded = expand(arguments, &item);
    assert_eq!(expanded.to_string(), expand(arguments, &item).to_string(), "twice the same");
    assert_eq!(faults(&expanded), 0, "#[import({arguments})] {item}: {expanded}");
    if let Err(error) = written::read(expanded.clone()) {
        panic!("#[import({arguments})] {item}\nis not Rust: {error}\n{expanded}");
    }
    assert_roots(&expanded);
    without_blanks(&expanded.to_string())
}

/// A function with a wrapper.
pub(super) const CALLBACK: &str = "safe fn a(#[scope] each: Visit, context: C);";

#[test]
fn what_needs_no_wrapper_stays_as_it_is() {
    for function in [
        "fn a();",
        "pub(crate) safe fn a(b: u8, _: *const u8,) -> u16;",
        "pub fn a<'a>(b: Opaque<'a>,) -> Option<unsafe extern \"C\" fn(u8)> where B: C;",
        "pub fn a(b: *const u8, ...) -> u8;",
        "#[doc = \"Text.\"] #[cfg(c)] #[link_name = \"b\"] fn a() -> !;",
        "static A: u8;",
        "pub safe static mut A: [u8; 3];",
        "#[cfg(a)] type A;",
    ] {
        let written = accepted("", function);
        assert!(written.contains(&without_blanks(function)), "{function}: {written}");
        assert!(!written.contains("fn__"), "{function}: {written}");
    }
}

#[test]
fn the_foreign_function_has_the_name_that_c_knows() {
    for (attribute, symbol) in [
        ("", "#[link_name=\"a\"]"),
        ("#[link_name = \"b\"]", "#[link_name=\"b\"]"),
        ("#[link_ordinal(3)]", "#[link_ordinal(3)]"),
    ] {
        let written = accepted("", &format!("{attribute} {CALLBACK}"));
        let name = written.matches("link_").count();
        assert!(written.contains(symbol) && name == 1, "{attribute}: {written}");
        assert!(written.contains("fn__import_a(") && written.contains("fna<F>("), "{written}");
    }
    assert!(accepted("", "safe fn r#fn(a: &u8);").contains("#[link_name=\"fn\"]"));
}

#[test]
fn attributes_go_to_the_wrapper_and_levels_to_both() {
    let attributes = "#[doc = \"Text.\"] #[must_use] #[allow(b)] #[cfg(c)]";
    let written = accepted("", &format!("{attributes} pub(super) {CALLBACK}"));
    for (attribute, count) in
        [("#[doc=\"Text.\"]", 1), ("#[must_use]", 1), ("#[allow(b)]", 2), ("#[cfg(c)]", 3)]
    {
        assert_eq!(written.matches(attribute).count(), count, "{attribute}: {written}");
    }
    assert!(written.contains("pub(super)fna<F>"), "{written}");
}

#[test]
fn attributes_of_a_block_go_to_the_foreign_block_or_to_the_type() {
    let item = "#[link(name = \"b\")] unsafe extern \"system\" { safe fn a(b: &u8); }";
    let written = without_blanks(&expand("", item).to_string());
    assert!(written.contains("#[link(name=\"b\")]"), "{written}");
    assert!(written.contains("unsafeextern\"system\"{"), "{written}");
    let item = "#[derive(Clone)] /// Text.\n unsafe extern \"system\" { safe fn a(b: &u8); }";
    let written = without_blanks(&expand("load = L, as = pub Name", item).to_string());
    assert!(written.contains("#[derive(Clone)]#[doc=\"Text.\"]"), "{written}");
    assert!(
        written.contains(
            "pubstructName{__import_a:::callback_runtime::checks::Loaded\
             <unsafeextern\"system\"fn(*constu8),Name,0>,}"
        ),
        "{written}"
    );
}

/// On 32-bit x86, the names in a DLL are taken as undecorated, unless the user's attribute says otherwise.
#[test]
fn the_names_of_a_raw_dylib_are_those_of_the_library() {
    let raw = r#"name = "b", kind = "raw-dylib""#;
    let of = |link: &str| {
        let item = format!("#[link({link})] {}", block("safe fn a(b: &u8);"));
        without_blanks(&expand("", &item).to_string())
    };
    let written = of(raw);
    for (condition, arguments) in [
        ("target_arch=\"x86\"", format!("import_name_type=\"undecorated\",{raw}")),
        ("not(target_arch=\"x86\")", raw.to_owned()),
    ] {
        let link = format!("#[cfg_attr({condition},link({}))]", without_blanks(&arguments));
        assert!(written.contains(&link), "{link}: {written}");
    }
    assert_eq!(written.matches("link(").count(), 2, "{written}");
    for link in
        [format!(r#"{raw}, import_name_type = "noprefix""#), r#"name = "b", kind = "dylib""#.into()]
    {
        let written = of(&link);
        assert!(written.contains(&without_blanks(&format!("#[link({link})]"))), "{written}");
        assert_eq!(written.matches("link(").count(), 1, "{written}");
    }
}

#[test]
fn each_word_has_its_bound() {
    for (parameters, bound) in [
        ("#[scope] b: D, context: C", "Imports"),
        ("#[scope] b: D", "ImportsInSlot"),
        ("#[slot] b: D", "ImportsStaticInSlot"),
        ("#[once] b: D, context: C", "ImportsStatic"),
        ("#[notified] b: D, context: C, destroy: E", "ImportsStatic"),
        ("#[register(unset = f())] b: D, context: C", "ImportsStatic"),
        ("#[forever] b: D, context: C", "ImportsStatic"),
    ] {
        let written = accepted("", &format!("fn a({parameters}) -> Result<(), E>;"));
        let condition = format!("whereD:::callback_runtime::{bound}<F>,{{");
        assert!(written.contains(&condition), "{parameters}: {written}");
    }
}

#[test]
fn closures_are_generics_with_names_that_give_way() {
    for (function, generics) in [
        ("fn a(#[scope] b: D, #[scope] c: E);", "fna<F1,F2>(b:F1,c:F2)"),
        ("fn a<'b, B>(#[scope] b: D<'b, B>);", "fna<'b,B,F>(b:F)"),
        ("fn a<F>(#[scope] b: D<F>);", "fna<F,F_>(b:F_)"),
        ("fn a<F1, F2_>(#[scope] b: D<F1>, #[scope] c: D<F2_>);", "fna<F1,F2_,F1_,F2>(b:F1_,c:F2)"),
    ] {
        assert!(
            accepted("", function).contains(generics),
            "{function}: {}",
            accepted("", function)
        );
    }
}

#[test]
fn a_foreign_function_has_no_generics() {
    for (parameters, pointers) in [
        ("b: &T", Some("*mut::core::ffi::c_void")),
        ("#[c(usize = 3)] _: (), b: *const T", Some("usize,*mut::core::ffi::c_void")),
        ("#[c(*const c_void)] b: &T", None),
        ("#[c(usize = size_of::<T>())] _: ()", None),
    ] {
        let written = accepted("", &format!("unsafe fn a<T>({parameters});"));
        let found = match pointers {
            Some(pointers) => format!("transmute::<unsafeextern\"C\"fn({pointers}),"),
            None => "let__foreign=__import_a;".to_owned(),
        };
        assert!(written.contains(&found), "{found}: {written}");
        assert_eq!(written.contains("transmute"), pointers.is_some(), "{written}");
    }
}

/// Each text follows the parameters of the wrapper.
#[test]
fn a_wrapper_returns_what_there_is() {
    const R: &str = "::callback_runtime::";
    for (parameters, result, output) in [
        ("#[scope] b: D", "", "-> @Scoped<D, ()>"),
        ("#[scope] b: D", "-> u8", "-> @Scoped<D, u8>"),
        ("#[scope] b: D", "-> Result<(), E>", "-> ::core::result::Result<@Scoped<D, ()>, E>"),
        ("#[scope] b: D, #[scope] c: G", "-> u8", "-> @Scoped<D, @Scoped<G, u8>>"),
        ("#[slot] b: D", "", "-> @Slot<D>"),
        ("#[slot] b: D", "-> u8", "-> (u8, @Slot<D>)"),
        ("b: &u8", "", ""),
        ("#[out] b: u8", "-> Result<(), E>", "-> ::core::result::Result<u8, E>"),
        (
            "#[out] b: u8, #[out] c: u16",
            "-> Result<i8, E>",
            "-> ::core::result::Result<(i8, u8, u16), E>",
        ),
        (
            "#[register(unset = f())] b: D, context: C",
            "-> Result<(), E>",
            "-> ::core::result::Result<@Registration<'static, D, E>, E>",
        ),
        (
            "b: &u8, #[register(unset = f(b))] c: D, context: C",
            "-> Result<u8, E>",
            "-> ::core::result::Result<(u8, @Registration<'a, D, E>), E>",
        ),
        ("#[once] b: D, context: C", "-> Result<(), E>", "-> ::core::result::Result<(), E>"),
        ("#[forever] b: D, context: C", "-> u8", "-> u8"),
    ] {
        let written = accepted("", &format!("fn run({parameters}) {result};"));
        let (_, wrapper) = written.split_once("unsafefnrun").unwrap();
        let (_, after) = wrapper.split_once(')').unwrap();
        let expected = without_blanks(&output.replace('@', R));
        let end = if parameters.contains('D') { "where" } else { "{" };
        assert!(after.starts_with(&format!("{expected}{end}")), "{parameters}: {after}");
    }
}

#[test]
fn what_unset_mentions_is_borrowed() {
    let register = "#[register(unset = f(b))] g: D, context: C";
    for (parameters, taken) in [
        ("b: &u8, c: &u8", "run<'a,F>(b:&'au8,c:&u8,g:F)"),
        ("b: Db<'_>", "run<'a,F>(b:Db<'a>,g:F)"),
        ("b: u8", "run<'a,F>(b:u8,g:F)"),
        ("c: &u8", "run<F>(c:&u8,g:F)"),
    ] {
        let written = accepted("", &format!("fn run({parameters}, {register}) -> Result<(), E>;"));
        assert!(written.contains(taken), "{parameters}: {written}");
    }
    // The macro invents a lifetime here, too.
    let written = accepted("", &format!("fn run<'a>(b: &'a u8, {register}) -> Result<(), E>;"));
    assert!(written.contains("fnrun<'a_,'a,F>("), "{written}");
}

#[test]
fn a_module_needs_no_foreign_block() {
    let written = accepted("from = a::b", &format!("fn c(); {CALLBACK}"));
    assert!(written.contains("const_:()={unsafeextern\"C\"{}};"), "{written}");
    assert!(written.contains("a::b::c()") && written.contains("a::b::a("), "{written}");
    let written = accepted("from = a", "#[link_name = \"match\"] fn b(); fn r#loop();");
    assert!(written.contains("a::r#match()") && written.contains("a::r#loop()"), "{written}");
}

#[test]
fn a_loaded_library_has_methods() {
    let functions =
        "fn a() -> u8; #[optional] safe fn b(); #[optional] fn c(d: &u8) -> Result<(), E>;";
    let written = accepted("load = \"d\", as = Name", functions);
    for part in [
        "structName{__import_a:::callback_runtime::checks::Loaded<unsafeextern\"C\"fn()->u8,Name,0>,",
        "__import_b:::core::option::Option\
         <::callback_runtime::checks::Loaded<unsafeextern\"C\"fn(),Name,1>>,",
        "unsafefna(&self,)->u8",
        "fnb(&self,)->::core::option::Option<()>",
        "unsafefnc(&self,d:&u8)->::core::option::Option<::core::result::Result<(),E>>",
        "__import_b:unsafe{__library.function(\"b\")}.ok(),",
    ] {
        assert!(written.contains(part), "{part}: {written}");
    }
}

#[test]
fn keys_are_read_in_any_order() {
    for arguments in [
        "",
        "crate = a",
        "crate = ::a::b,",
        "from = a::b, crate = c",
        "crate = c, from = self::a",
        "as = pub(in a) Name, load = \"b\"",
        "load = concat!(\"a\", B), as = r#type",
    ] {
        accepted(arguments, "fn a();");
    }
    let written = accepted("crate = b::c", CALLBACK);
    assert!(
        !written.contains("callback_runtime") && written.contains("b::c::Imports<F>"),
        "{written}"
    );
}

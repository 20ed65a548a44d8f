//! The size of expansions. Users pay for it in each build and for each declaration.

use std::fmt::Write;

use proc_macro2::{TokenStream, TokenTree};
use syn_full::visit::{self, Visit};

use super::accepted;

/// The declarations that are counted: a name, the arguments and the item.
const DECLARATIONS: [(&str, &str, &str); 11] = [
    ("FnMut", r#"extern "C", fallback = 0"#, "type Name = dyn FnMut(i32) -> i32;"),
    (
        "FnMut, documented",
        r#"extern "C", fallback = 0"#,
        "/// A name.\npub type Name = dyn FnMut(i32) -> i32;",
    ),
    ("Fn + Send + Sync", r#"extern "C""#, "type Name = dyn Fn(i32) + Send + Sync;"),
    (
        "references, a generic parameter",
        r#"extern "C", fallback = 0"#,
        "type Name<T> = dyn FnMut(&T, &T) -> Ordering;",
    ),
    (
        "ControlFlow",
        r#"extern "C" fn(*const c_char, context: *mut c_void) -> c_int, continue = 1, break = 0, fallback = 0"#,
        "type Name<B> = dyn FnMut(&CStr) -> ControlFlow<B>;",
    ),
    (
        "Result, a prototype",
        r#"extern "C" fn(context: *mut c_void, c_int, u8) -> c_int, ok = 0, err = 1, fallback = 2"#,
        "type Name<E> = dyn FnOnce(c_int, bool) -> Result<(), E> + Send;",
    ),
    (
        "slots, but for what the runtime's `__slots!` makes",
        r#"extern "C", context = none, slots = 4"#,
        "type Name = dyn FnMut(i32);",
    ),
    (
        "closures in keys, a fallback over the parameters",
        r#"extern "C" fn(_out: *mut c_int, context: *mut c_void) -> c_int, ok = |v| set(_out, v), err = |e| e.code(), fallback = get(_out)"#,
        "type Name = dyn FnMut() -> Result<c_int, E>;",
    ),
    (
        "a function",
        r#"extern "C" fn(*const c_char, c_int) -> c_int, fallback = 0"#,
        "fn name(text: &CStr, count: c_int) -> c_int { count }",
    ),
    ("a trait of one method", r#"extern "C""#, "trait Name { fn a(&mut self, value: i32); }"),
    (
        "a trait of ten methods",
        r#"extern "C""#,
        "trait Name { \
            fn a(&mut self, value: i32); fn b(&mut self, value: i32); fn c(&mut self, value: i32); \
            fn d(&mut self, value: i32); fn e(&mut self, value: i32); fn f(&mut self, value: i32); \
            fn g(&mut self, value: i32); fn h(&mut self, value: i32); fn i(&mut self, value: i32); \
            fn j(&mut self, value: i32); \
        }",
    ),
];

/// Counts items, including nested ones, such as the functions of an `impl` or of a trait.
#[derive(Default)]
struct Items(usize);

impl<'ast> Visit<'ast> for Items {
    fn visit_item(&mut self, item: &'ast syn_full::Item) {
        self.0 += 1;
        visit::visit_item(self, item);
    }

    fn visit_trait_item(&mut self, item: &'ast syn_full::TraitItem) {
        self.0 += 1;
        visit::visit_trait_item(self, item);
    }

    fn visit_impl_item(&mut self, item: &'ast syn_full::ImplItem) {
        self.0 += 1;
        visit::visit_impl_item(self, item);
    }
}

/// Counts tokens. A pair of brackets counts as one.
fn count(tokens: TokenStream) -> usize {
    let each = tokens.into_iter().map(|token| match token {
        TokenTree::Group(group) => 1 + count(group.stream()),
        _ => 1,
    });
    each.sum()
}

/// A longer expansion needs a reason. After any change, copy the new table to `emitted.txt` by hand.
#[test]
fn a_declaration_is_as_long_as_it_was() {
    let mut table = String::new();
    for (name, arguments, item) in DECLARATIONS {
        let expanded = accepted(arguments, item);
        let mut items = Items::default();
        items.visit_file(&syn_full::parse2(expanded.clone()).unwrap());
        let _ = writeln!(table, "{name}: {} items, {} tokens", items.0, count(expanded));
    }
    assert_eq!(table, include_str!("emitted.txt"), "the table of today is:\n{table}");
}

//! The documentation that rustdoc shows for declarations of each kind and form.

use std::fmt::Write;

use super::{documentation, expand};

/// The arguments and the item.
const DECLARATIONS: [(&str, &str); 14] = [
    (r#"extern "C", fallback = -1"#, "type Each = dyn FnMut(i32) -> i32;"),
    (r#"extern "C""#, "type Tick<T: Copy> = dyn FnMut(&T) + Send;"),
    (
        r#"extern "C" fn(*const c_char, context: *mut c_void) -> c_int, continue = A | B, break = 0, fallback = 2"#,
        "type Visit<B> = dyn Fn(&CStr) -> ControlFlow<B>;",
    ),
    (
        r#"extern "C" fn(c_int) -> c_int, context = user_of(0), ok = 0, err = E::CODE, fallback = 2"#,
        "type Read<E> = dyn Fn(c_int) -> Result<(), E> + Send + Sync;",
    ),
    (r#"extern "C" fn(context: usize) -> u8, fallback = 7"#, "type Once = dyn FnOnce() -> u8;"),
    (r#"extern "system""#, "type Done = dyn FnOnce(u32) + Send;"),
    (r#"extern "C", context = none, slots = 4, fallback = 0"#, "type Atexit = dyn FnMut() -> i32;"),
    (r#"extern "C", context = none, fallback = ()"#, "type Signal = dyn Fn(i32) + Send + Sync;"),
    (
        r#"extern "C" fn(w: W, context: *mut c_void) -> c_int, ok = |v| w | v, err = |e| e.code(), fallback = default(w)"#,
        "type Read = dyn FnMut(W) -> Result<c_int, E>;",
    ),
    (
        r#"extern "C" fn(context: *mut c_void) -> !, fallback = abort"#,
        "type Fatal = dyn FnMut() -> !;",
    ),
    (
        r#"extern "C", fallback = 0"#,
        "fn compare(left: &T, right: &T) -> Ordering { left.cmp(right) }",
    ),
    (
        r#"extern "C" fn(*mut T) -> c_int, continue = 0, break = |b| *b, fallback = -1"#,
        "pub fn step<T>(state: &mut T) -> ControlFlow<c_int> { todo!() }",
    ),
    (
        r#"extern "C", ok = 0, err = 1, fallback = 2"#,
        "trait Events<E> { #[callback(fn(context: *mut c_void, *const c_char) -> c_int)] \
         fn start(&mut self, name: &CStr) -> Result<(), E>; #[callback(fn(context: *mut c_void))] fn end(&mut self); }",
    ),
    (
        r#"extern "C", fallback = -1"#,
        "trait Shared: Send + Sync { fn count(&self, by: i32) -> i32; fn close(self); }",
    ),
];

/// After an improvement, copy the new text to `documented.md` by hand.
#[test]
fn a_declaration_is_documented_as_it_is_written_down() {
    let mut all = String::new();
    for (arguments, item) in DECLARATIONS {
        let text = documentation(expand(arguments, item)).unwrap_or_default();
        let _ = writeln!(all, "`#[callback({arguments})] {item}`\n{text}\n");
    }
    assert_eq!(all, include_str!("documented.md"), "the text of today is:\n{all}");
}

//! A search that breaks: each function stops the parser, since C gets no value from it.

use std::ffi::{CStr, c_int, c_uchar, c_void};
use std::ops::ControlFlow::{self, Break, Continue};

use callback_runtime::callback;

use super::{Attributes, Parser, STOPPED, parser_create};

#[callback(extern "C")]
trait Search<B> {
    #[callback(
        fn(context: *mut c_void, name: *const c_uchar, attributes: *mut *const c_uchar),
    )]
    fn start(&mut self, name: &CStr, attributes: Attributes<'_>) -> ControlFlow<B>;
    /// A method that returns nothing, next to those that break.
    #[callback(fn(context: *mut c_void, _name: *const c_uchar))]
    fn end(&mut self);
    #[callback(fn(context: *mut c_void, text: *const c_uchar, length: c_int))]
    fn text(&mut self, text: &[u8]) -> ControlFlow<B>;
}

/// Looks for an attribute `id` with that value, and for the text after it.
struct ById<'a> {
    parser: Parser,
    id: &'a CStr,
    depth: u32,
    is_found: bool,
}

impl Search<(u32, String)> for ById<'_> {
    fn start(&mut self, _: &CStr, mut attributes: Attributes<'_>) -> ControlFlow<(u32, String)> {
        self.depth += 1;
        self.is_found = attributes.any(|(name, value)| name == c"id" && value == self.id);
        Continue(())
    }

    fn end(&mut self) {
        self.depth -= 1;
    }

    fn text(&mut self, text: &[u8]) -> ControlFlow<(u32, String)> {
        if !self.is_found {
            return Continue(());
        }
        self.parser.stop();
        Break((self.depth, String::from_utf8_lossy(text).into_owned()))
    }
}

#[test]
fn a_search_breaks_with_what_it_found() {
    let parser = parser_create();
    let find = |id| {
        Search::new(ById { parser, id, depth: 0, is_found: false }).scope(|functions, user| {
            parser.set(Some(functions.start), Some(functions.end), Some(functions.text));
            parser.set_user(user);
            let parsed = parser.parse(r#"<a><b id="1">one</b><b of="2" id="2">two</b></a>"#);
            assert_eq!(parsed == STOPPED, id != c"3");
        })
    };
    assert_eq!(find(c"1"), Break((2, "one".to_owned())));
    assert_eq!(find(c"2"), Break((2, "two".to_owned())));
    assert_eq!(find(c"3"), Continue(()));
    parser.free();
}

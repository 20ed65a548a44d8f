//! A parser with setters, shaped like expat: see `csrc/handlers/parser.c`.

mod attributes;
mod registered;
mod scope;
mod stop;
#[cfg(unix)]
mod threads;

use std::ffi::{CStr, c_char, c_int, c_uchar, c_void};
use std::ptr;

use callback_runtime::callback;

use self::attributes::Attributes;

type StartFn = unsafe extern "C" fn(*mut c_void, *const c_uchar, *mut *const c_uchar);
type EndFn = unsafe extern "C" fn(*mut c_void, *const c_uchar);
type TextFn = unsafe extern "C" fn(*mut c_void, *const c_uchar, c_int);

const PARSED: c_int = 0;
const STOPPED: c_int = 1;
const MALFORMED: c_int = 2;

unsafe extern "C" {
    safe fn parser_create() -> Parser;
    fn parser_free(parser: Parser);
    fn set_element_handler(parser: Parser, start: Option<StartFn>, end: Option<EndFn>);
    fn set_character_data_handler(parser: Parser, text: Option<TextFn>);
    fn set_user_data(parser: Parser, user: *mut c_void);
    fn parser_parse(parser: Parser, text: *const c_char, length: c_int) -> c_int;
    fn parser_stop(parser: Parser);
}

/// A `struct parser`. The tests use it on one thread at a time, and free it at their end.
#[derive(Clone, Copy)]
#[repr(transparent)]
struct Parser(*mut c_void);

// SAFETY: the parser may be used on any thread, by one at a time.
unsafe impl Send for Parser {}

impl Parser {
    fn set(self, start: Option<StartFn>, end: Option<EndFn>, text: Option<TextFn>) {
        // SAFETY: the parser is alive. What the handlers need is the duty of `parse`.
        unsafe { set_element_handler(self, start, end) };
        // SAFETY: as above.
        unsafe { set_character_data_handler(self, text) };
    }

    fn set_user(self, user: *mut c_void) {
        // SAFETY: as in `set`.
        unsafe { set_user_data(self, user) };
    }

    /// Parses with handlers that the tests have set, and which may be called.
    fn parse(self, text: &str) -> c_int {
        let length = text.len().try_into().unwrap();
        // SAFETY: the parser is alive, and the text is that long.
        unsafe { parser_parse(self, text.as_ptr().cast(), length) }
    }

    fn stop(self) {
        // SAFETY: the parser is alive.
        unsafe { parser_stop(self) };
    }

    fn free(self) {
        // SAFETY: this is the end of the test.
        unsafe { parser_free(self) };
    }
}

/// The handlers of a parser, with errors.
#[callback(extern "C")]
trait Markup<E> {
    #[callback(
        fn(context: *mut c_void, name: *const c_uchar, attributes: *mut *const c_uchar),
        matches = StartFn,
    )]
    fn start(&mut self, name: &CStr, attributes: Attributes<'_>) -> Result<(), E>;

    #[callback(fn(context: *mut c_void, name: *const c_uchar), matches = EndFn)]
    fn end(&mut self, _name: &CStr) -> Result<(), E> {
        Ok(())
    }

    #[callback(
        fn(context: *mut c_void, text: *const c_uchar, length: c_int),
        matches = TextFn,
    )]
    fn text(&mut self, text: &[u8]) -> Result<(), E>;
}

/// Parses with a handler.
fn parse<E>(parser: Parser, handler: impl Markup<E>, text: &str) -> Result<c_int, E> {
    let parsed = Markup::new(handler).scope(|functions, user| {
        parser.set(Some(functions.start), Some(functions.end), Some(functions.text));
        parser.set_user(user);
        parser.parse(text)
    });
    parser.set(None, None, None);
    parser.set_user(ptr::null_mut());
    parsed
}

/// Returns a name or a value that the parser passes.
fn shown(text: &CStr) -> &str {
    text.to_str().unwrap()
}

/// Returns a text that the parser passes.
fn utf8(text: &[u8]) -> &str {
    std::str::from_utf8(text).unwrap()
}

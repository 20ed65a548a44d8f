//! Handlers that live as long as a parse: what they collect, and what `scope` returns.

use std::cell::RefCell;
use std::convert::Infallible;
use std::ffi::{CStr, c_uchar, c_void};
use std::fmt::Write;
use std::num::ParseIntError;

use callback_runtime::{Fault, callback};
use callback_tests::{Drops, Token, listen, message, panic_of};

use super::{
    Attributes, MALFORMED, Markup, PARSED, Parser, STOPPED, parse, parser_create, shown, utf8,
};

const TEXT: &str = r#"<list kind="short" of="numbers"><item n="1">12</item><empty/>, 5</list>"#;
const COPY: &str =
    r#"<list kind="short" of="numbers"><item n="1">12</item><empty></empty>, 5</list>"#;

/// Records what it gets in a string of the caller.
struct Copy<'a>(&'a mut String);

impl Markup<Infallible> for Copy<'_> {
    fn start(&mut self, name: &CStr, attributes: Attributes<'_>) -> Result<(), Infallible> {
        write!(self.0, "<{}", shown(name)).unwrap();
        for (name, value) in attributes {
            write!(self.0, " {}={:?}", shown(name), shown(value)).unwrap();
        }
        self.0.push('>');
        Ok(())
    }

    fn end(&mut self, name: &CStr) -> Result<(), Infallible> {
        write!(self.0, "</{}>", shown(name)).unwrap();
        Ok(())
    }

    fn text(&mut self, text: &[u8]) -> Result<(), Infallible> {
        self.0.push_str(utf8(text));
        Ok(())
    }
}

#[test]
fn a_handler_collects_text_and_walks_the_attributes() {
    let (parser, mut copy) = (parser_create(), String::new());
    let Ok(parsed) = parse(parser, Copy(&mut copy), TEXT);
    assert_eq!((parsed, copy.as_str()), (PARSED, COPY));
    copy.clear();
    let Ok(parsed) = parse(parser, Copy(&mut copy), "<a>12<b x=1>");
    assert_eq!((parsed, copy.as_str()), (MALFORMED, "<a>12"));
    parser.free();
}

#[test]
fn a_reference_to_a_handler_is_one() {
    let (parser, mut text) = (parser_create(), String::new());
    let mut copy = Copy(&mut text);
    for _ in 0..2 {
        let Ok(parsed) = parse(parser, &mut copy, TEXT);
        assert_eq!(parsed, PARSED);
    }
    assert_eq!(text, COPY.repeat(2));
    parser.free();
}

#[test]
fn entries_may_be_null() {
    let (parser, mut copy) = (parser_create(), String::new());
    let Ok(parsed) = Markup::new(Copy(&mut copy)).scope(|functions, user| {
        parser.set(None, Some(functions.end), None);
        parser.set_user(user);
        parser.parse(TEXT)
    });
    assert_eq!((parsed, copy.as_str()), (PARSED, "</item></empty></list>"));
    parser.free();
}

/// Adds up the numbers in the text. Its drop is counted.
struct Sum<'a> {
    parser: Parser,
    total: &'a mut i64,
    entered: &'a mut u32,
    fails_at: &'static str,
    token: Token,
}

impl Sum<'_> {
    /// Counts a call of the function of that name, and stops the parser if it returns an error.
    fn enter(&mut self, name: &'static str) -> Result<(), Failure> {
        *self.entered += 1;
        self.token.touch();
        if self.fails_at != name {
            return Ok(());
        }
        self.parser.stop();
        Err(Failure::Asked(name))
    }
}

#[derive(Debug, PartialEq)]
enum Failure {
    Asked(&'static str),
    Number(ParseIntError),
}

impl Markup<Failure> for Sum<'_> {
    fn start(&mut self, _: &CStr, _: Attributes<'_>) -> Result<(), Failure> {
        self.enter("start")
    }

    fn end(&mut self, _: &CStr) -> Result<(), Failure> {
        self.enter("end")
    }

    fn text(&mut self, text: &[u8]) -> Result<(), Failure> {
        self.enter("text")?;
        *self.total += utf8(text).parse::<i64>().map_err(Failure::Number)?;
        Ok(())
    }
}

#[test]
fn an_error_of_any_function_comes_back_from_scope() {
    let parser = parser_create();
    for (fails_at, calls) in [("start", 1), ("text", 2), ("end", 3)] {
        let (drops, mut sum, mut entered) = (Drops::new(), 0, 0);
        let token = drops.token();
        let handler = Sum { parser, total: &mut sum, entered: &mut entered, fails_at, token };
        assert_eq!(parse(parser, handler, "<a>12</a><b>30</b>"), Err(Failure::Asked(fails_at)));
        assert_eq!((entered, drops.count()), (calls, 1), "{fails_at}");
    }
    parser.free();
}

#[test]
fn the_first_of_two_errors_comes_back_if_the_parser_goes_on() {
    let (parser, drops, mut sum, mut entered) = (parser_create(), Drops::new(), 0, 0);
    let (token, fails_at) = (drops.token(), "nowhere");
    let handler = Sum { parser, total: &mut sum, entered: &mut entered, fails_at, token };
    // Each text is not a number for a different reason.
    let parsed = parse(parser, handler, "<a>x</a><a>99999999999999999999</a><a>1</a>");
    assert_eq!(parsed, Err(Failure::Number("x".parse::<i64>().unwrap_err())));
    assert_eq!((sum, entered, drops.count()), (1, 9, 1));
    parser.free();
}

#[test]
fn a_result_of_c_comes_back_if_no_function_fails() {
    let (parser, drops, mut sum, mut entered) = (parser_create(), Drops::new(), 0, 0);
    let (token, fails_at) = (drops.token(), "nowhere");
    let handler = Sum { parser, total: &mut sum, entered: &mut entered, fails_at, token };
    assert_eq!(parse(parser, handler, "<a>12</a><b>30</b>"), Ok(PARSED));
    assert_eq!((sum, entered, drops.count()), (42, 6, 1));
    parser.free();
}

/// Panics at the end of an element.
struct Panics<'a>(&'a mut Vec<String>);

impl Markup<Infallible> for Panics<'_> {
    fn start(&mut self, name: &CStr, _: Attributes<'_>) -> Result<(), Infallible> {
        self.0.push(shown(name).to_owned());
        Ok(())
    }

    fn end(&mut self, name: &CStr) -> Result<(), Infallible> {
        panic!("the end of {}", shown(name));
    }

    fn text(&mut self, _: &[u8]) -> Result<(), Infallible> {
        unreachable!("there is no text before the panic");
    }
}

#[test]
fn a_panic_of_one_function_goes_on_and_no_function_is_entered_after_it() {
    let ear = listen("Markup::end");
    let (parser, mut seen) = (parser_create(), Vec::new());
    let payload = panic_of(|| parse(parser, Panics(&mut seen), "<a><b/>text<c/></a>"));
    assert_eq!(message(&*payload), "the end of b");
    assert_eq!(seen, ["a", "b"]);
    assert_eq!(ear.faults()[0], Fault::Panicked);
    parser.free();
}

#[test]
fn a_parse_inside_of_a_parse_is_refused_to_a_handler_that_changes() {
    /// Parses another text at the first element.
    struct Nested<'a>(Parser, &'a mut Vec<String>);
    impl Markup<Infallible> for Nested<'_> {
        fn start(&mut self, name: &CStr, _: Attributes<'_>) -> Result<(), Infallible> {
            self.1.push(shown(name).to_owned());
            assert_eq!(self.0.parse("<inner/>inner"), PARSED);
            Ok(())
        }
        fn text(&mut self, text: &[u8]) -> Result<(), Infallible> {
            self.1.push(utf8(text).to_owned());
            Ok(())
        }
    }
    let ear = listen("Markup::start");
    let (parser, mut seen) = (parser_create(), Vec::new());
    let payload = panic_of(|| parse(parser, Nested(parser, &mut seen), "<outer>text</outer>"));
    assert!(message(&*payload).contains("while it was running"), "{payload:?}");
    // The outer parse went on.
    assert_eq!(seen, ["outer", "text"]);
    assert_eq!(ear.faults(), [Fault::Reentered]);
    parser.free();
}

#[test]
fn a_function_parses_with_another_handler_of_the_same_trait() {
    /// Copies each element with the text of its attribute, in a separate parse.
    struct Outer<'a>(Parser, &'a mut String);
    impl Markup<Infallible> for Outer<'_> {
        fn start(&mut self, _: &CStr, mut attributes: Attributes<'_>) -> Result<(), Infallible> {
            let (_, value) = attributes.next().unwrap();
            parse(self.0, Copy(self.1), shown(value)).map(|parsed| assert_eq!(parsed, PARSED))
        }
        fn text(&mut self, _: &[u8]) -> Result<(), Infallible> {
            Ok(())
        }
    }
    let (parser, inner, mut copy) = (parser_create(), parser_create(), String::new());
    let Ok(parsed) = parse(parser, Outer(inner, &mut copy), r#"<a t="1 and "/><a t="2"/>"#);
    assert_eq!((parsed, copy.as_str()), (PARSED, "1 and 2"));
    parser.free();
    inner.free();
}

/// The same functions, of which several may be inside at once.
#[callback(extern "C")]
trait Reentrant {
    #[callback(
        fn(context: *mut c_void, name: *const c_uchar, attributes: *mut *const c_uchar),
    )]
    fn start(&self, name: &CStr, attributes: Attributes<'_>);
    #[callback(fn(context: *mut c_void, name: *const c_uchar))]
    fn end(&self, name: &CStr);
}

/// Parses the text of each attribute before it goes on, and stops that parse at an element `stop`.
struct Includes(Parser, RefCell<String>);

impl Reentrant for Includes {
    fn start(&self, name: &CStr, attributes: Attributes<'_>) {
        write!(self.1.borrow_mut(), "<{}>", shown(name)).unwrap();
        if name == c"stop" {
            self.0.stop();
        }
        for (_, value) in attributes {
            let inside = shown(value).replace('[', "<").replace(']', ">");
            assert_eq!(self.0.parse(&inside), STOPPED);
        }
    }

    fn end(&self, name: &CStr) {
        write!(self.1.borrow_mut(), "</{}>", shown(name)).unwrap();
    }
}

#[test]
fn a_handler_that_does_not_change_has_the_parser_parse_again() {
    let parser = parser_create();
    let includes = Includes(parser, RefCell::default());
    let parsed = Reentrant::new(&includes).scope(|functions, user| {
        parser.set(Some(functions.start), Some(functions.end), None);
        parser.set_user(user);
        parser.parse(r#"<a t="[b][/b][stop/][c/]"/><d/>"#)
    });
    assert_eq!(parsed, PARSED);
    assert_eq!(includes.1.into_inner(), "<a><b></b><stop></a><d></d>");
    parser.free();
}

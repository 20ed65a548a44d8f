//! Handlers that a parser keeps: registered, owned, and called after their end.

use std::cell::RefCell;
use std::convert::Infallible;
use std::ffi::{CStr, c_int, c_uchar, c_void};
use std::ptr;
use std::rc::Rc;

use callback_runtime::{Fault, RawContext, RawFn, Registration, callback};
use callback_tests::{Watch, listen, message};

use super::{Attributes, PARSED, Parser, STOPPED, parser_create, shown};

/// The handlers of a parser that is kept. What escapes waits for the end of the registration.
#[callback(extern "C")]
trait Events {
    #[callback(
        fn(context: *mut c_void, name: *const c_uchar, attributes: *mut *const c_uchar),
    )]
    fn start(&mut self, name: &CStr, attributes: Attributes<'_>) -> Result<(), String>;
    #[callback(fn(context: *mut c_void, name: *const c_uchar))]
    fn end(&mut self, name: &CStr) -> Result<(), String>;
    #[callback(fn(context: *mut c_void, text: *const c_uchar, length: c_int))]
    fn text(&mut self, text: &[u8]);
}

type Kept = Registration<'static, dyn Events>;

/// Records what it gets, and does something at each element.
struct Log<F> {
    lines: Rc<RefCell<Vec<String>>>,
    inside: callback_tests::Inside,
    on_start: F,
}

impl<F: FnMut(&CStr) -> Result<(), String>> Events for Log<F> {
    fn start(&mut self, name: &CStr, attributes: Attributes<'_>) -> Result<(), String> {
        let Self { lines, inside, on_start } = self;
        inside.call(|| {
            lines.borrow_mut().push(format!("{} {}", shown(name), attributes.count()));
            on_start(name)
        })
    }

    fn end(&mut self, name: &CStr) -> Result<(), String> {
        let Self { lines, inside, .. } = self;
        inside.call(|| lines.borrow_mut().push(format!("/{}", shown(name))));
        Ok(())
    }

    fn text(&mut self, text: &[u8]) {
        let Self { lines, inside, .. } = self;
        inside.call(|| lines.borrow_mut().push(String::from_utf8_lossy(text).into_owned()));
    }
}

type Lines = Rc<RefCell<Vec<String>>>;

fn log<F: FnMut(&CStr) -> Result<(), String>>(watch: &Watch, on_start: F) -> (Log<F>, Lines) {
    let lines = Lines::default();
    (Log { lines: Rc::clone(&lines), inside: watch.inside(), on_start }, lines)
}

fn set(parser: Parser, functions: RawFn<dyn Events>, user: RawContext<dyn Events>) {
    parser.set(Some(functions.start), Some(functions.end), Some(functions.text));
    parser.set_user(user);
}

/// Registers with a parser, which cannot refuse. Sets null at the end, unless the parser forgets to.
fn register(parser: Parser, handler: impl Events + 'static, forgets: bool) -> Kept {
    let Ok(kept) = Events::new(handler).register::<_, Infallible>(
        |functions, user| {
            set(parser, functions, user);
            Ok(())
        },
        move |_, _, ()| {
            if !forgets {
                parser.set(None, None, None);
                parser.set_user(ptr::null_mut());
            }
            Ok(())
        },
    );
    kept
}

#[test]
fn a_registered_handler_is_called_until_its_end() {
    let (parser, watch) = (parser_create(), Watch::new());
    let (log, lines) = log(&watch, |_| Ok(()));
    let kept = register(parser, log, false);
    assert_eq!([parser.parse(r#"<a x="1" y="2">"#), parser.parse("text</a>")], [PARSED; 2]);
    drop(kept);
    watch.end();
    assert_eq!(parser.parse("<b/>"), PARSED);
    assert_eq!((lines.borrow().join(" "), watch.late()), ("a 2 text /a".to_owned(), 0));
    parser.free();
}

#[test]
fn a_parser_that_forgets_to_let_go_finds_no_handler() {
    let names = ["Events::start", "Events::end", "Events::text"];
    for (name, calls) in names.into_iter().zip([2, 2, 1]) {
        let ear = listen(name);
        let (parser, watch) = (parser_create(), Watch::new());
        let (log, lines) = log(&watch, |_| Ok(()));
        let kept = register(parser, log, true);
        assert_eq!(parser.parse("<a/>"), PARSED);
        drop(kept);
        watch.end();
        assert_eq!(parser.parse("<b/>text<c></c>"), PARSED);
        assert_eq!((lines.borrow().join(" "), watch.late()), ("a 0 /a".to_owned(), 0));
        assert_eq!(ear.faults(), vec![Fault::Expired; calls], "{name}");
        parser.free();
    }
}

#[test]
fn null_and_other_user_data_lead_to_no_handler() {
    let ear = listen("Events::text");
    let (parser, watches) = (parser_create(), [Watch::new(), Watch::new()]);
    let (first, _) = log(&watches[0], |_| Ok(()));
    let ended = register(parser, first, true);
    let user = ended.context();
    drop(ended);
    let (second, lines) = log(&watches[1], |_| Ok(()));
    let kept = register(parser, second, false);
    for user in [ptr::null_mut(), user, kept.context()] {
        parser.set_user(user);
        assert_eq!(parser.parse("text"), PARSED);
    }
    assert_eq!((watches[0].entered(), lines.borrow().as_slice()), (0, &["text".to_owned()][..]));
    assert_eq!(ear.faults(), [Fault::InvalidArgument, Fault::Expired]);
    drop(kept);
    parser.free();
}

#[test]
fn what_escapes_waits_for_the_end() {
    let (parser, watch) = (parser_create(), Watch::new());
    let (log, lines) = log(&watch, move |name| {
        parser.stop();
        Err(shown(name).to_owned())
    });
    let kept = register(parser, log, false);
    assert_eq!([parser.parse("<a/>"), parser.parse("<b/>")], [STOPPED; 2]);
    assert_eq!(kept.unregister().unwrap(), Err("a".to_owned()));
    watch.end();
    assert_eq!(*lines.borrow(), ["a 0", "b 0"]);
    parser.free();
}

#[test]
fn a_panic_waits_in_the_registration() {
    let ear = listen("Events::start");
    let (parser, watch) = (parser_create(), Watch::new());
    let (log, lines) = log(&watch, |name| panic!("at {}", shown(name)));
    let kept = register(parser, log, false);
    assert_eq!(parser.parse("<a>text</a><b/>"), PARSED);
    assert_eq!(kept.fault(), Some(Fault::Panicked));
    assert_eq!(message(&*kept.take_panic().unwrap()), "at a");
    assert_eq!(
        (lines.borrow().as_slice(), ear.faults()),
        (&["a 0".to_owned()][..], vec![Fault::Panicked])
    );
    drop(kept);
    watch.end();
    parser.free();
}

#[test]
fn a_handler_unregisters_itself() {
    let (parser, watch) = (parser_create(), Watch::new());
    let place = Rc::new(RefCell::new(None::<Kept>));
    let own = Rc::clone(&place);
    let (log, lines) = log(&watch, move |_| {
        drop(own.take());
        Ok(())
    });
    *place.borrow_mut() = Some(register(parser, log, false));
    assert_eq!((parser.parse("<a>text</a>"), watch.dropped()), (PARSED, 1));
    watch.end();
    assert_eq!((lines.borrow().as_slice(), watch.late()), (&["a 0".to_owned()][..], 0));
    parser.free();
}

#[test]
fn an_owned_handler_lives_next_to_its_parser() {
    /// A parser in Rust. The handler is dropped last, although C keeps its user data.
    struct Reader {
        parser: Parser,
        _events: callback_runtime::Owned<dyn Events>,
    }
    impl Drop for Reader {
        fn drop(&mut self) {
            self.parser.free();
        }
    }
    let watch = Watch::new();
    let (log, lines) = log(&watch, |_| Ok(()));
    let (parser, events) = (parser_create(), Events::new(log).owned());
    set(parser, events.function(), events.context());
    let reader = Reader { parser, _events: events };
    assert_eq!(reader.parser.parse("<a>text</a>"), PARSED);
    drop(reader);
    watch.end();
    assert_eq!(*lines.borrow(), ["a 0", "text", "/a"]);
}

//! A parser that parses on a thread that Rust has not started: see `csrc/handlers/threads.c`.

use std::convert::Infallible;
use std::ffi::{CStr, c_char, c_int, c_uchar, c_void};
use std::sync::{Arc, Mutex};
use std::thread::{self, ThreadId};

use callback_runtime::{Fault, RawFn, callback};
use callback_tests::{Watch, listen, message, panic_of};

use super::{Attributes, Markup, PARSED, Parser, parser_create, shown, utf8};

unsafe extern "C" {
    fn parser_parse_on_thread(parser: Parser, text: *const c_char, length: c_int) -> c_int;
}

/// Parses on a thread, which ends in the call.
fn parse_on_thread(parser: Parser, text: &str) -> c_int {
    let length = text.len().try_into().unwrap();
    // SAFETY: the parser is alive, and the text is that long.
    unsafe { parser_parse_on_thread(parser, text.as_ptr().cast(), length) }
}

/// Handlers that may be called on any thread, by one at a time.
#[callback(extern "C")]
trait Remote: Send {
    #[callback(fn(context: *mut c_void, name: *const c_uchar, *mut *const c_uchar))]
    fn start(&mut self, name: &CStr, attributes: Attributes<'_>);
    #[callback(fn(context: *mut c_void, text: *const c_uchar, length: c_int))]
    fn text(&mut self, text: &[u8]);
}

type Seen = Arc<Mutex<Vec<(String, ThreadId)>>>;

struct Here {
    seen: Seen,
    inside: callback_tests::Inside,
}

impl Here {
    fn see(&self, what: &str) {
        let thread = thread::current().id();
        self.inside.call(|| self.seen.lock().unwrap().push((what.to_owned(), thread)));
    }
}

impl Remote for Here {
    fn start(&mut self, name: &CStr, _: Attributes<'_>) {
        self.see(shown(name));
    }

    fn text(&mut self, text: &[u8]) {
        self.see(utf8(text));
    }
}

fn set(parser: Parser, functions: RawFn<dyn Remote>, user: *mut c_void) {
    parser.set(Some(functions.start), None, Some(functions.text));
    parser.set_user(user);
}

#[test]
fn a_handler_that_is_send_is_entered_on_the_thread_of_the_parser() {
    let (parser, watch, seen) = (parser_create(), Watch::new(), Seen::default());
    let handler = Here { seen: Arc::clone(&seen), inside: watch.inside() };
    let parsed = Remote::new(handler).scope(|functions, user| {
        set(parser, functions, user);
        [parse_on_thread(parser, "<a>"), parser.parse("text")]
    });
    let seen = seen.lock().unwrap();
    assert_eq!((parsed, watch.dropped()), ([PARSED; 2], 1));
    assert_eq!([seen[0].0.as_str(), seen[1].0.as_str()], ["a", "text"]);
    assert!(seen[0].1 != seen[1].1 && seen[1].1 == thread::current().id());
    parser.free();
}

#[test]
fn a_registered_handler_that_is_send_ends_on_one_thread_and_is_called_late_on_another() {
    let ear = listen("Remote::text");
    let (parser, watch, seen) = (parser_create(), Watch::new(), Seen::default());
    let handler = Here { seen: Arc::clone(&seen), inside: watch.inside() };
    let Ok(kept) = Remote::new(handler).register::<_, Infallible>(
        |functions, user| {
            set(parser, functions, user);
            Ok(())
        },
        |_, _, ()| Ok(()),
    );
    assert_eq!(parse_on_thread(parser, "<a/>1"), PARSED);
    thread::spawn(move || drop(kept)).join().unwrap();
    watch.end();
    assert_eq!([parse_on_thread(parser, "2"), parser.parse("3")], [PARSED; 2]);
    assert_eq!((watch.entered(), watch.late()), (2, 0));
    assert_eq!(ear.faults(), [Fault::Expired; 2]);
    parser.free();
}

#[test]
fn a_handler_of_this_thread_is_entered_by_no_function_on_another() {
    /// Adds up lengths, of this thread.
    struct Local<'a>(&'a mut usize);
    impl Markup<Infallible> for Local<'_> {
        fn start(&mut self, name: &CStr, _: Attributes<'_>) -> Result<(), Infallible> {
            *self.0 += name.count_bytes();
            Ok(())
        }
        fn text(&mut self, text: &[u8]) -> Result<(), Infallible> {
            *self.0 += text.len();
            Ok(())
        }
    }
    for (name, text) in
        [("Markup::start", "<a></a>"), ("Markup::text", "text"), ("Markup::end", "</a>")]
    {
        let ear = listen(name);
        let (parser, mut length) = (parser_create(), 0);
        let payload = panic_of(|| {
            let Ok(()) = Markup::new(Local(&mut length)).scope(|functions, user| {
                parser.set(Some(functions.start), Some(functions.end), Some(functions.text));
                parser.set_user(user);
                assert_eq!(parse_on_thread(parser, text), PARSED);
                assert_eq!(parser.parse("12"), PARSED);
            });
        });
        let text = message(&*payload);
        assert!(
            text.contains(name) && text.ends_with("on a thread that does not own it"),
            "{text}"
        );
        assert_eq!((length, ear.faults()), (2, vec![Fault::WrongThread]));
        parser.free();
    }
}

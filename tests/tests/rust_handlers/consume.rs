//! A method with `self` is C's destroy function, and consumes the handler.

use std::cell::Cell;
use std::ffi::{CStr, c_char, c_int, c_void};
use std::ptr;
use std::rc::Rc;

use callback_runtime::{Fault, callback};
use callback_tests::{Drops, Token, keep, listen};

use crate::declared::call;

#[callback(extern "C", fallback = -1)]
pub(crate) trait File {
    #[callback(fn(c_int, context: *mut c_void) -> c_int)]
    fn read(&mut self, item: c_int) -> c_int;
    #[callback(fn(c_int, context: *mut c_void) -> c_int, fallback = -2)]
    fn seek(&mut self, item: c_int) -> c_int;
    #[callback(fn(context: *mut c_void, *const c_char) -> c_int, fallback = -9)]
    fn close(self, note: &CStr) -> c_int;
}

/// The place where a handler finds its own raw parts.
pub(crate) type OwnFile = Rc<Cell<Option<(FileFunctions, *mut c_void)>>>;

pub(crate) struct Open {
    reading: Box<dyn FnMut(c_int) -> c_int>,
    closing: Box<dyn FnOnce(&Token) -> c_int>,
    token: Token,
}

impl Open {
    pub(crate) fn new(
        drops: &Drops,
        reading: impl FnMut(c_int) -> c_int + 'static,
        closing: impl FnOnce(&Token) -> c_int + 'static,
    ) -> Self {
        Self { reading: Box::new(reading), closing: Box::new(closing), token: drops.token() }
    }

    /// A file that does nothing.
    pub(crate) fn plain(drops: &Drops) -> Self {
        Self::new(drops, |item| item, |_| 0)
    }
}

impl File for Open {
    fn read(&mut self, item: c_int) -> c_int {
        let result = (self.reading)(item);
        // The handler still exists.
        self.token.touch();
        result
    }

    fn seek(&mut self, item: c_int) -> c_int {
        self.read(item)
    }

    fn close(self, note: &CStr) -> c_int {
        let length = c_int::try_from(note.count_bytes()).unwrap();
        length + (self.closing)(&self.token)
    }
}

const NOTE: *const c_char = c"note".as_ptr();

#[test]
fn the_method_runs_and_consumes_the_handler() {
    let ear = listen("File");
    let drops = Drops::new();
    let (functions, user) =
        File::new(Open::new(&drops, |item| 2 * item, |_| 100)).notified(keep).unwrap();
    assert_eq!(call!(functions.read(1, user)), 2);
    assert_eq!(call!(functions.seek(2, user)), 4);
    assert_eq!(drops.count(), 0);
    assert_eq!(call!(functions.close(user, NOTE)), 104);
    assert_eq!((drops.count(), ear.named()), (1, vec![]));
}

#[test]
fn the_method_may_keep_the_handler() {
    struct Moved(Rc<Cell<Option<Moved>>>, Token);

    impl File for Moved {
        fn read(&mut self, item: c_int) -> c_int {
            item
        }

        fn seek(&mut self, item: c_int) -> c_int {
            item
        }

        fn close(self, _: &CStr) -> c_int {
            let place = Rc::clone(&self.0);
            self.1.touch();
            place.set(Some(self));
            7
        }
    }

    let drops = Drops::new();
    let place = Rc::new(Cell::new(None));
    let (functions, user) =
        File::new(Moved(Rc::clone(&place), drops.token())).notified(keep).unwrap();
    assert_eq!(call!(functions.close(user, NOTE)), 7);
    assert_eq!(drops.count(), 0);
    drop(place.take());
    assert_eq!(drops.count(), 1);
}

#[test]
fn from_inside_another_method_it_does_not_run() {
    let ear = listen("File");
    let drops = Drops::new();
    let own = OwnFile::default();
    let place = Rc::clone(&own);
    let seen = Rc::new(Cell::new(0));
    let count = Rc::clone(&seen);
    let watched = Drops::new();
    let token = watched.token();
    let reading = move |item| {
        token.touch();
        let (functions, user) = place.get().unwrap();
        assert_eq!(call!(functions.close(user, NOTE)), -9);
        // Too late, against C's promise: this call keeps the context alive.
        assert_eq!(call!(functions.seek(1, user)), -2);
        assert_eq!(call!(functions.close(user, NOTE)), -9);
        count.set(count.get() + 1);
        item
    };
    let file = Open::new(&drops, reading, |_| panic!("it does not run"));
    let (functions, user) = File::new(file).notified(keep).unwrap();
    own.set(Some((functions, user)));
    assert_eq!(call!(functions.read(5, user)), 5);
    assert_eq!((seen.get(), drops.count(), watched.count()), (1, 1, 1));
    let expected = [
        ("File::close", Fault::Reentered),
        ("File::seek", Fault::Expired),
        ("File::close", Fault::Expired),
    ];
    assert_eq!(ear.named(), expected);
}

#[test]
fn it_does_not_run_from_a_method_that_panics_after_that() {
    let ear = listen("File");
    let drops = Drops::new();
    let own = OwnFile::default();
    let place = Rc::clone(&own);
    let reading = move |_| {
        let (functions, user) = place.get().unwrap();
        assert_eq!(call!(functions.close(user, NOTE)), -9);
        panic!("after it was closed")
    };
    let (functions, user) = File::new(Open::new(&drops, reading, |_| 0)).notified(keep).unwrap();
    own.set(Some((functions, user)));
    assert_eq!(call!(functions.read(5, user)), -1);
    assert_eq!(drops.count(), 1);
    let expected = [("File::close", Fault::Reentered), ("File::read", Fault::Panicked)];
    assert_eq!(ear.named(), expected);
}

#[test]
fn after_a_panic_it_does_not_run() {
    let ear = listen("File");
    let drops = Drops::new();
    let payloads = Drops::new();
    let payload = Cell::new(Some(payloads.token()));
    let reading = move |_| std::panic::panic_any(payload.take());
    let file = Open::new(&drops, reading, |_| panic!("it does not run"));
    let (functions, user) = File::new(file).notified(keep).unwrap();
    assert_eq!(call!(functions.read(5, user)), -1);
    assert_eq!(call!(functions.seek(5, user)), -2);
    assert_eq!((drops.count(), payloads.count()), (0, 0));
    assert_eq!(call!(functions.close(user, NOTE)), -9);
    assert_eq!((drops.count(), payloads.count()), (1, 1));
    let expected = [("File::read", Fault::Panicked), ("File::close", Fault::Panicked)];
    assert_eq!(ear.named(), expected);
}

#[test]
fn a_bad_argument_drops_the_handler() {
    let ear = listen("File");
    let drops = Drops::new();
    let file = Open::new(&drops, |item| item, |_| panic!("it does not run"));
    let (functions, user) = File::new(file).notified(keep).unwrap();
    assert_eq!(call!(functions.close(user, ptr::null())), -9);
    assert_eq!((drops.count(), ear.named()), (1, vec![("File::close", Fault::InvalidArgument)]));
}

#[test]
fn a_null_context_is_refused() {
    let ear = listen("File");
    let drops = Drops::new();
    let (functions, user) = File::new(Open::plain(&drops)).notified(keep).unwrap();
    assert_eq!(call!(functions.close(ptr::null_mut(), NOTE)), -9);
    assert_eq!(call!(functions.seek(1, ptr::null_mut())), -2);
    assert_eq!(call!(functions.read(1, user)), 1);
    assert_eq!(drops.count(), 0);
    assert_eq!(call!(functions.close(user, NOTE)), 4);
    assert_eq!(drops.count(), 1);
    let expected =
        [("File::close", Fault::InvalidArgument), ("File::seek", Fault::InvalidArgument)];
    assert_eq!(ear.named(), expected);
}

#[test]
fn from_inside_the_method_all_calls_are_late() {
    let ear = listen("File");
    let drops = Drops::new();
    let own = OwnFile::default();
    let place = Rc::clone(&own);
    let closing = move |token: &Token| {
        let (functions, user) = place.get().unwrap();
        assert_eq!(call!(functions.read(1, user)), -1);
        assert_eq!(call!(functions.close(user, NOTE)), -9);
        assert_eq!(call!(functions.seek(1, user)), -2);
        token.touch();
        1
    };
    let (functions, user) =
        File::new(Open::new(&drops, |item| item, closing)).notified(keep).unwrap();
    own.set(Some((functions, user)));
    assert_eq!(call!(functions.close(user, NOTE)), 5);
    assert_eq!(drops.count(), 1);
    // The context reports the first fault of each variant. Faults of the method with `self` are reported each time.
    let expected = [("File::read", Fault::Expired), ("File::close", Fault::Expired)];
    assert_eq!(ear.named(), expected);
}

#[test]
fn the_method_panics() {
    let ear = listen("File");
    let drops = Drops::new();
    let file = Open::new(&drops, |item| item, |_| panic!("closing"));
    let (functions, user) = File::new(file).notified(keep).unwrap();
    assert_eq!(call!(functions.close(user, NOTE)), -9);
    assert_eq!((drops.count(), ear.named()), (1, vec![("File::close", Fault::Panicked)]));
}

#[test]
fn it_panics_with_a_payload_that_panics() {
    let ear = listen("File");
    let (drops, payloads) = (Drops::new(), Drops::new());
    let payload = payloads.bomb();
    let file = Open::new(&drops, |item| item, |_| std::panic::panic_any(payload));
    let (functions, user) = File::new(file).notified(keep).unwrap();
    assert_eq!(call!(functions.close(user, NOTE)), -9);
    assert_eq!((drops.count(), payloads.count()), (1, 1));
    assert_eq!(ear.named(), [("File::close", Fault::Panicked)]);
}

#[test]
fn the_method_hands_another_handler_over_and_closes_it() {
    let drops = Drops::new();
    let inner = drops.token();
    let closing = move |_: &Token| {
        let second =
            Open { reading: Box::new(|item| item), closing: Box::new(|_| 10), token: inner };
        let (functions, user) = File::new(second).notified(keep).unwrap();
        call!(functions.close(user, NOTE))
    };
    let (functions, user) =
        File::new(Open::new(&drops, |item| item, closing)).notified(keep).unwrap();
    assert_eq!(call!(functions.close(user, NOTE)), 18);
    assert_eq!(drops.count(), 2);
}

//! C, a handler or the fault hook ends the handler from inside a call.

use std::cell::{Cell, RefCell};
use std::ffi::{CStr, c_int, c_void};
use std::io;
use std::rc::Rc;

use callback_runtime::{Fault, FaultReport, Owned, callback, set_fault_hook};
use callback_tests::{Drops, Token, keep, listen};

use crate::declared::call;

/// A shared handler that C closes.
#[callback(extern "C", ok = 0, err = 1, fallback = -1)]
trait Store {
    #[callback(fn(c_int, context: *mut c_void) -> c_int)]
    fn get(&self, item: c_int) -> c_int;
    /// Another type of the same user data.
    #[callback(fn(name: *const std::ffi::c_char, context: usize) -> c_int)]
    fn put(&self, name: &CStr) -> io::Result<()>;
    /// C owns what it gets.
    #[callback(fn(context: *mut c_void) -> Option<Box<c_int>>, fallback = None)]
    fn make(&self) -> Option<Box<c_int>>;
    #[callback(fn(context: *mut c_void) -> c_int, fallback = -9)]
    fn close(self) -> Result<(), io::Error>;
}

type Parts = (StoreFunctions, *mut c_void);

struct Shelf {
    get: Box<dyn Fn(Parts, c_int) -> c_int>,
    own: Rc<Cell<Option<Parts>>>,
    token: Token,
}

impl Store for Shelf {
    fn get(&self, item: c_int) -> c_int {
        let result = (self.get)(self.own.get().unwrap(), item);
        self.token.touch();
        result
    }

    fn put(&self, name: &CStr) -> io::Result<()> {
        if name.is_empty() { Err(io::ErrorKind::InvalidInput.into()) } else { Ok(()) }
    }

    fn make(&self) -> Option<Box<c_int>> {
        Some(Box::new(5))
    }

    fn close(self) -> Result<(), io::Error> {
        Err(io::Error::other("closed"))
    }
}

fn shelf(drops: &Drops, get: impl Fn(Parts, c_int) -> c_int + 'static) -> Parts {
    let own = Rc::new(Cell::new(None));
    let shelf = Shelf { get: Box::new(get), own: Rc::clone(&own), token: drops.token() };
    let parts = Store::new(shelf).notified(keep).unwrap();
    own.set(Some(parts));
    parts
}

#[test]
fn closed_in_a_nested_call_it_is_dropped_when_the_outermost_returns() {
    let ear = listen("Store");
    let drops = Rc::new(Drops::new());
    let watched = Rc::clone(&drops);
    let (functions, user) = shelf(&drops, move |(functions, user), item| {
        if item == 0 {
            return call!(functions.close(user));
        }
        let inner = call!(functions.get(item - 1, user));
        assert_eq!(watched.count(), 0);
        inner
    });
    assert_eq!(call!(functions.put(c"name".as_ptr(), user.expose_provenance())), 0);
    assert_eq!(call!(functions.put(c"".as_ptr(), user.expose_provenance())), 1);
    assert_eq!(call!(functions.make(user)).as_deref(), Some(&5));
    assert_eq!(call!(functions.get(3, user)), -9);
    assert_eq!((drops.count(), ear.named()), (1, vec![("Store::close", Fault::Reentered)]));
}

#[test]
fn the_method_with_self_lets_an_error_escape_after_another() {
    let ear = listen("Store");
    let drops = Drops::new();
    let (functions, user) = shelf(&drops, |_, item| item);
    assert_eq!(call!(functions.put(c"".as_ptr(), user.expose_provenance())), 1);
    assert_eq!(call!(functions.close(user)), 1);
    assert_eq!((drops.count(), ear.named()), (1, vec![]));
}

#[test]
fn c_gets_no_box_from_a_call_that_is_refused() {
    let ear = listen("Store");
    let drops = Drops::new();
    let (functions, user) = shelf(&drops, |_, _| panic!("get"));
    assert_eq!(call!(functions.get(3, user)), -1);
    assert_eq!(call!(functions.make(user)), None);
    assert_eq!(call!(functions.make(std::ptr::null_mut())), None);
    assert_eq!(call!(functions.close(user)), -9);
    assert_eq!(drops.count(), 1);
    let expected = [
        ("Store::get", Fault::Panicked),
        ("Store::make", Fault::InvalidArgument),
        ("Store::close", Fault::Panicked),
    ];
    assert_eq!(ear.named(), expected);
}

thread_local! {
    /// The handler that the hook closes.
    static CLOSES: Cell<Option<Parts>> = const { Cell::new(None) };
    static HEARD: RefCell<Vec<(&'static str, Fault, c_int)>> = const { RefCell::new(Vec::new()) };
}

/// Makes C close the handler at the first fault.
fn close(report: &FaultReport) {
    let closed = CLOSES.take().map_or(0, |(functions, user)| call!(functions.close(user)));
    HEARD.with_borrow_mut(|heard| heard.push((report.callback(), report.fault(), closed)));
}

#[test]
fn the_fault_hook_has_c_close_the_handler() {
    let _ear = listen("Store");
    set_fault_hook(close);
    let drops = Drops::new();
    // The call that panicked is still there.
    let (functions, user) = shelf(&drops, |_, _| panic!("get"));
    CLOSES.set(Some((functions, user)));
    assert_eq!(call!(functions.get(3, user)), -1);
    assert_eq!(drops.count(), 1);
    // So is the one with the bad argument.
    let (functions, user) = shelf(&drops, |_, item| item);
    CLOSES.set(Some((functions, user)));
    assert_eq!(call!(functions.put(std::ptr::null(), user.expose_provenance())), -1);
    assert_eq!(drops.count(), 2);
    // A fault of another handler.
    let (functions, user) = shelf(&drops, |_, item| item);
    CLOSES.set(Some((functions, user)));
    assert_eq!(call!(functions.get(3, std::ptr::null_mut())), -1);
    assert_eq!(drops.count(), 3);
    // The hook's own faults are not reported meanwhile.
    let expected = [
        ("Store::get", Fault::Panicked, -9),
        ("Store::put", Fault::InvalidArgument, -9),
        ("Store::get", Fault::InvalidArgument, 1),
    ];
    assert_eq!(HEARD.take(), expected);
}

#[callback(extern "C", ok = 0, err = 1, fallback = -1)]
trait Task {
    #[callback(fn(context: *mut c_void) -> c_int)]
    fn fail(&mut self) -> Result<(), String>;
    #[callback(fn(context: *mut c_void) -> c_int, fallback = -2)]
    fn end(&mut self) -> Result<(), String>;
}

struct Endable(Rc<Cell<Option<Owned<dyn Task>>>>, Rc<RefCell<Option<String>>>, Token);

impl Task for Endable {
    fn fail(&mut self) -> Result<(), String> {
        Err(String::from("first"))
    }

    fn end(&mut self) -> Result<(), String> {
        let escaped = self.0.take().map(Owned::release);
        *self.1.borrow_mut() = escaped.and_then(Result::err);
        self.2.touch();
        Err(String::from("last"))
    }
}

#[test]
fn a_method_ends_its_handler_and_gets_what_escaped_from_another() {
    let ear = listen("Task");
    let drops = Drops::new();
    let (own, escaped) = (Rc::new(Cell::new(None)), Rc::default());
    let task = Endable(Rc::clone(&own), Rc::clone(&escaped), drops.token());
    let task = Task::new(task).owned();
    let (functions, user) = (task.function(), task.context());
    own.set(Some(task));
    assert_eq!(call!(functions.fail(user)), 1);
    assert_eq!(call!(functions.end(user)), 1);
    assert_eq!((escaped.take().as_deref(), drops.count()), (Some("first"), 1));
    assert_eq!(call!(functions.end(user)), -2);
    assert_eq!(ear.named(), [("Task::end", Fault::Expired)]);
}

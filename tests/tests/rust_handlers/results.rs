//! Values that escape from the methods of one trait, next to plain results.

use std::ffi::{c_int, c_void};
use std::ops::ControlFlow::{self, Break, Continue};
use std::rc::Rc;
use std::sync::Arc;
use std::thread;

use callback_runtime::{Fault, callback};
use callback_tests::{Drops, Parts, Token, accept, keep_all, listen, message, panic_of, removed};

use crate::declared::call;

#[derive(Debug)]
struct Failed {
    code: c_int,
    token: Option<Token>,
}

impl PartialEq<c_int> for Failed {
    fn eq(&self, code: &c_int) -> bool {
        self.token.as_ref().is_none_or(|token| {
            token.touch();
            true
        }) && self.code == *code
    }
}

#[callback(extern "C", ok = 0, err = |error| error.code, fallback = -1)]
trait Job {
    #[callback(fn(c_int, context: *mut c_void) -> c_int)]
    fn first(&mut self, item: c_int) -> Result<(), Failed>;
    /// Its own keys. They see the parameters of the prototype.
    #[callback(
        fn(context: *mut c_void, _out: *mut c_int) -> bool,
        // SAFETY: C passes the address of an integer, or null.
        ok = |value| unsafe { if !_out.is_null() { *_out = value } true },
        err = |_| false,
        fallback = false,
    )]
    fn second(&mut self) -> Result<c_int, Failed>;
    /// A shared constant does not fit, so the value goes to C.
    #[callback(fn(context: *mut c_void) -> c_int)]
    fn third(&mut self) -> Result<c_int, Failed>;
    /// Plain.
    fn plain(&mut self, item: c_int) -> c_int;
    /// C expects no result.
    #[callback(fn(context: *mut c_void))]
    fn silent(&mut self) -> Result<(), Failed>;
}

struct Work {
    made: Rc<Drops>,
    fails: bool,
    token: Token,
}

impl Work {
    fn new(drops: &Drops, fails: bool) -> Self {
        Self { made: Rc::default(), fails, token: drops.token() }
    }

    fn result<T>(&self, value: T, code: c_int) -> Result<T, Failed> {
        self.token.touch();
        if self.fails { Err(Failed { code, token: Some(self.made.token()) }) } else { Ok(value) }
    }
}

impl Job for Work {
    fn first(&mut self, item: c_int) -> Result<(), Failed> {
        self.result((), item)
    }

    fn second(&mut self) -> Result<c_int, Failed> {
        self.result(8, 2)
    }

    fn third(&mut self) -> Result<c_int, Failed> {
        self.result(3, 33)
    }

    fn plain(&mut self, item: c_int) -> c_int {
        self.fails = item < 0;
        item
    }

    fn silent(&mut self) -> Result<(), Failed> {
        self.result((), 5)
    }
}

#[test]
fn values_go_to_c_by_the_keys() {
    let drops = Drops::new();
    let result = Job::new(Work::new(&drops, false)).scope(|functions, user| {
        assert_eq!(call!(functions.first(4, user)), 0);
        let mut out = 0;
        assert!(call!(functions.second(user, &raw mut out)));
        assert_eq!(out, 8);
        assert_eq!(call!(functions.third(user)), 3);
        assert_eq!(call!(functions.plain(4, user)), 4);
        call!(functions.silent(user));
        "done"
    });
    assert_eq!((result.unwrap(), drops.count()), ("done", 1));
}

type Call = fn(JobFunctions, *mut c_void);

#[test]
fn the_first_that_escapes_comes_back_from_whichever_method() {
    let drops = Drops::new();
    let calls: [(Call, c_int); 4] = [
        (|functions, user| assert_eq!(call!(functions.first(4, user)), 4), 4),
        (|functions, user| assert!(!call!(functions.second(user, std::ptr::null_mut()))), 2),
        (|functions, user| assert_eq!(call!(functions.third(user)), 33), 33),
        (|functions, user| call!(functions.silent(user)), 5),
    ];
    for first in 0..calls.len() {
        let result = Job::new(Work::new(&drops, false)).scope(|functions, user| {
            assert_eq!(call!(functions.first(4, user)), 0);
            assert_eq!(call!(functions.plain(-1, user)), -1);
            for at in 0..calls.len() {
                calls[(first + at) % calls.len()].0(functions, user);
            }
        });
        assert_eq!(result.unwrap_err(), calls[first].1);
    }
    assert_eq!(drops.count(), calls.len());
}

#[test]
fn what_escapes_is_dropped_once_in_each_lifetime() {
    let drops = Drops::new();
    let errors = Rc::new(Drops::new());
    let work = || Work { made: Rc::clone(&errors), ..Work::new(&drops, true) };
    let fail = |functions: JobFunctions, user: *mut c_void| {
        assert_eq!(call!(functions.first(4, user)), 4);
        assert_eq!(call!(functions.third(user)), 33);
    };
    let mut pinned = Box::pin(Job::new(work()));
    let bound = pinned.as_mut().bind();
    fail(bound.function(), bound.context());
    assert_eq!(bound.finish(()).unwrap_err(), 4);
    drop(pinned);
    assert_eq!((drops.count(), errors.count()), (1, 2));
    let (functions, user, destroy) = Job::new(work()).notified(keep_all).unwrap();
    fail(functions, user);
    // SAFETY: once, and no call follows.
    unsafe { destroy(user) };
    assert_eq!((drops.count(), errors.count()), (2, 4));
    let owned = Job::new(work()).owned();
    fail(owned.function(), owned.context());
    assert_eq!(owned.release().unwrap_err(), 4);
    assert_eq!((drops.count(), errors.count()), (3, 6));
    let registration = Job::new(work()).register(accept, removed).unwrap();
    fail(registration.function(), registration.context());
    drop(registration);
    assert_eq!((drops.count(), errors.count()), (4, 8));
}

#[test]
fn a_panic_goes_before_what_escaped_from_another_method() {
    let ear = listen("Job");
    let drops = Drops::new();
    let payload = panic_of(|| {
        Job::new(Work::new(&drops, true)).scope(|functions, user| {
            assert_eq!(call!(functions.first(4, user)), 4);
            assert_eq!(call!(functions.third(std::ptr::null_mut())), -1);
            assert!(!call!(functions.second(user, std::ptr::null_mut())));
            panic!("the scope")
        })
    });
    assert_eq!((message(&*payload), drops.count()), ("the scope", 1));
    assert_eq!(ear.named(), [("Job::third", Fault::InvalidArgument)]);
}

#[callback(extern "C", continue = 1, break = 2, fallback = -1)]
trait Walk<B>: Send + Sync
where
    B: Into<c_int> + Copy,
{
    #[callback(fn(c_int, context: *mut c_void) -> c_int, break = |item| (*item).into())]
    fn enter(&self, item: c_int) -> ControlFlow<B>;
    #[callback(fn(c_int, context: *mut c_void) -> c_int, continue = |()| 7, break = 9)]
    fn leave(&self, item: c_int) -> ControlFlow<B>;
    #[callback(fn(context: *mut c_void) -> c_int)]
    fn depth(&self) -> c_int;
}

struct Until<B>(c_int, B, Arc<Token>);

impl<B: Into<c_int> + Copy + Send + Sync> Walk<B> for Until<B> {
    fn enter(&self, item: c_int) -> ControlFlow<B> {
        self.2.touch();
        if item == self.0 { Break(self.1) } else { Continue(()) }
    }

    fn leave(&self, item: c_int) -> ControlFlow<B> {
        self.enter(item)
    }

    fn depth(&self) -> c_int {
        self.0
    }
}

#[test]
fn a_break_comes_back_from_another_thread() {
    let drops = Drops::new();
    let until = Until(5, 3_i8, Arc::new(drops.token()));
    let walked = Walk::new(until).scope(|functions, user| {
        assert_eq!(call!(functions.enter(1, user)), 1);
        assert_eq!(call!(functions.leave(1, user)), 7);
        assert_eq!(call!(functions.depth(user)), 5);
        let parts = Parts::new(functions, user);
        let other = thread::spawn(move || {
            let (functions, user) = parts.get();
            assert_eq!(call!(functions.enter(5, user)), 3);
        });
        other.join().unwrap();
        assert_eq!(call!(functions.leave(5, user)), 9);
    });
    assert_eq!((walked, drops.count()), (Break(3), 1));
    let until = Until(5, 3_i8, Arc::new(drops.token()));
    let walked = Walk::new(until).scope(|functions, user| call!(functions.enter(4, user)));
    assert_eq!((walked, drops.count()), (Continue(1), 2));
}

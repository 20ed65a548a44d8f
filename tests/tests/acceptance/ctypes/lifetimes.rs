//! P13: callbacks that own themselves, or make others when they are dropped, and many callbacks.

use std::cell::RefCell;
use std::ffi::c_int;
use std::rc::Rc;

use callback_runtime::{RawContext, RawFn, Registration, callback};
use callback_tests::{Drops, Token, accept, keep_all, listen, removed, rounds};

#[callback(extern "C", fallback = -1)]
type Owned = dyn FnMut(c_int) -> c_int;

unsafe extern "C" {
    #[link_name = "p13_call"]
    fn call(f: RawFn<Owned>, value: c_int, user: RawContext<Owned>) -> c_int;
}

type Kept = Registration<'static, Owned, c_int>;

#[test]
fn p13_issue_7959_callbacks_that_own_themselves() {
    let ear = listen("Owned");
    let drops = Drops::new();
    let mut parts = Vec::new();
    for _ in 0..32 {
        let own: Rc<RefCell<Option<Kept>>> = Rc::default();
        let (inner, token) = (Rc::clone(&own), drops.token());
        let registration = Owned::new(move |item| {
            // The last owner drops it, from inside.
            drop(inner.take());
            token.touch();
            item
        });
        let registration = registration.register(accept, removed).unwrap();
        parts.push((registration.function(), registration.context()));
        own.replace(Some(registration));
    }
    assert_eq!(drops.count(), 0);
    for (at, (f, user)) in parts.into_iter().enumerate() {
        // SAFETY: C may call at any time.
        assert_eq!(unsafe { call(f, 7, user) }, 7);
        assert_eq!(drops.count(), at + 1);
    }
    assert_eq!(ear.faults(), []);
}

/// A capture that makes and calls callbacks when it is dropped.
struct MakesAnother {
    later: Rc<RefCell<Vec<Kept>>>,
    token: Token,
}

impl Drop for MakesAnother {
    fn drop(&mut self) {
        let another = Owned::new(|item| item + 1).register(accept, removed).unwrap();
        // SAFETY: C may call at any time.
        assert_eq!(unsafe { call(another.function(), 1, another.context()) }, 2);
        self.later.borrow_mut().push(another);
        self.token.touch();
    }
}

#[test]
fn p13_issue_12483_a_capture_that_registers_when_it_is_dropped() {
    let ear = listen("Owned");
    let (drops, later) = (Drops::new(), Rc::new(RefCell::new(Vec::new())));
    for _ in 0..3 {
        let capture = MakesAnother { later: Rc::clone(&later), token: drops.token() };
        let registration = Owned::new(move |item| {
            capture.token.touch();
            item
        });
        drop(registration.register(accept, removed).unwrap());
    }
    let capture = MakesAnother { later: Rc::clone(&later), token: drops.token() };
    let (_, user, destroy) = Owned::new(move |item| {
        capture.token.touch();
        item
    })
    .notified(keep_all)
    .unwrap();
    // SAFETY: the one time, and no call follows.
    unsafe { destroy(user) };
    assert_eq!((drops.count(), later.borrow().len()), (4, 4));
    for another in later.take() {
        // SAFETY: C may call at any time.
        assert_eq!(unsafe { call(another.function(), 5, another.context()) }, 6);
    }
    assert_eq!(ear.faults(), []);
}

/// The leak checkers also notice if something is left of them.
#[test]
fn p13_refcounts_of_ten_thousand() {
    let ear = listen("Owned");
    let (drops, many) = (Drops::new(), rounds(10_000));
    for item in 0..many {
        let item = c_int::try_from(item).unwrap();
        let token = drops.token();
        let registration = Owned::new(move |item| {
            token.touch();
            item
        });
        let registration = registration.register(accept, removed).unwrap();
        // SAFETY: C may call at any time.
        let answer = unsafe { call(registration.function(), item, registration.context()) };
        assert_eq!(answer, item);
    }
    assert_eq!(drops.count(), many);
    assert_eq!(ear.faults(), []);
}

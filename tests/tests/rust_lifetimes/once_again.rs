//! `once`, with a C library that calls more than once. The "C library" is played by Rust.

use std::cell::Cell;
use std::ffi::c_int;
use std::rc::Rc;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Barrier, Mutex};
use std::thread::{self, JoinHandle};

use callback_runtime::{Fault, callback, set_fault_hook};
use callback_tests::{Drops, Kept, Parts, keep, listen};

#[callback(extern "C", fallback = -1)]
type Done = dyn FnOnce(c_int) -> c_int;

#[callback(extern "C", fallback = -1)]
type DoneAnywhere = dyn FnOnce(c_int) -> c_int + Send;

#[callback(extern "C", fallback = -1)]
type DoneMut = dyn FnMut(c_int) -> c_int;

#[callback(extern "C", fallback = -1)]
type DoneFn = dyn Fn(c_int) -> c_int;

#[callback(extern "C", fallback = -1)]
type DoneShared = dyn Fn(c_int) -> c_int + Send + Sync;

#[test]
fn a_second_call_during_the_hand_over_is_expired() {
    let ear = listen("Done");
    let drops = Drops::new();
    let token = drops.token();
    let answers = Done::new(move |item| {
        token.touch();
        item
    })
    // SAFETY: C calls too often, against its promise; the hand-over keeps the context alive.
    .once(|done, user| Ok::<_, c_int>([1, 2].map(|item| unsafe { done(item, user) })));
    assert_eq!((answers, drops.count()), (Ok([1, -1]), 1));
    assert_eq!(ear.faults(), [Fault::Expired]);
}

#[test]
fn a_fn_is_called_once_however_often_it_could_be() {
    let ear = listen("DoneFn");
    let (drops, entered) = (Drops::new(), Rc::new(Cell::new(0)));
    let (token, count) = (drops.token(), Rc::clone(&entered));
    let answers = DoneFn::new(move |item| {
        token.touch();
        count.set(count.get() + 1);
        item
    })
    // SAFETY: C calls too often, against its promise; the hand-over keeps the context alive.
    .once(|done, user| Ok::<_, c_int>([1, 2, 3].map(|item| unsafe { done(item, user) })));
    assert_eq!((answers, entered.get(), drops.count()), (Ok([1, -1, -1]), 1, 1));
    assert_eq!(ear.faults(), [Fault::Expired]);
}

#[test]
fn a_fn_mut_is_called_once_however_often_it_could_be() {
    let ear = listen("DoneMut");
    let drops = Drops::new();
    let token = drops.token();
    let answers = DoneMut::new(move |item| {
        token.touch();
        item
    })
    // SAFETY: C calls too often, against its promise; the hand-over keeps the context alive.
    .once(|done, user| Ok::<_, c_int>([1, 2].map(|item| unsafe { done(item, user) })));
    assert_eq!((answers, drops.count()), (Ok([1, -1]), 1));
    assert_eq!(ear.faults(), [Fault::Expired]);
}

#[test]
fn a_second_call_while_the_first_is_running_gets_the_fallback() {
    let ear = listen("Done");
    let (drops, raw) = (Drops::new(), Rc::new(Cell::new(None::<Kept<Done>>)));
    let (token, inner) = (drops.token(), Rc::clone(&raw));
    let (done, user) = Done::new(move |item| {
        token.touch();
        let (done, user) = inner.get().unwrap();
        // SAFETY: C calls twice, against its promise; the first call keeps the context alive.
        item * 10 + unsafe { done(item, user) }
    })
    .once(keep)
    .unwrap();
    raw.set(Some((done, user)));
    // SAFETY: the one call that is in order.
    assert_eq!(unsafe { done(4, user) }, 39);
    assert_eq!(drops.count(), 1);
    assert_eq!(ear.faults(), [Fault::Expired]);
}

#[test]
fn a_fn_is_not_entered_again_while_it_is_running() {
    let ear = listen("DoneFn");
    let (drops, raw) = (Drops::new(), Rc::new(Cell::new(None::<Kept<DoneFn>>)));
    let (token, inner) = (drops.token(), Rc::clone(&raw));
    let (done, user) = DoneFn::new(move |item| {
        token.touch();
        let (done, user) = inner.get().unwrap();
        // SAFETY: C calls twice, against its promise; the first call keeps the context alive.
        item * 10 + unsafe { done(item, user) }
    })
    .once(keep)
    .unwrap();
    raw.set(Some((done, user)));
    // SAFETY: the one call that is in order.
    assert_eq!((unsafe { done(4, user) }, drops.count()), (39, 1));
    assert_eq!(ear.faults(), [Fault::Expired]);
}

#[test]
fn a_fn_mut_is_not_entered_again_while_it_is_running() {
    let ear = listen("DoneMut");
    let (drops, raw) = (Drops::new(), Rc::new(Cell::new(None::<Kept<DoneMut>>)));
    let (token, inner) = (drops.token(), Rc::clone(&raw));
    let (done, user) = DoneMut::new(move |item| {
        token.touch();
        let (done, user) = inner.get().unwrap();
        // SAFETY: C calls twice, against its promise; the first call keeps the context alive.
        item * 10 + unsafe { done(item, user) }
    })
    .once(keep)
    .unwrap();
    raw.set(Some((done, user)));
    // SAFETY: the one call that is in order.
    assert_eq!((unsafe { done(4, user) }, drops.count()), (39, 1));
    assert_eq!(ear.faults(), [Fault::Reentered]);
}

#[test]
fn a_second_thread_gets_the_fallback_while_the_first_is_inside() {
    let ear = listen("DoneAnywhere");
    let drops = Drops::new();
    let token = drops.token();
    let barriers = Arc::new((Barrier::new(2), Barrier::new(2)));
    let inner = Arc::clone(&barriers);
    let (done, user) = DoneAnywhere::new(move |item| {
        inner.0.wait();
        inner.1.wait();
        drop(token);
        item
    })
    .once(keep)
    .unwrap();
    let parts = Parts::new(done, user);
    let first = thread::spawn(move || {
        let (done, user) = parts.get();
        // SAFETY: the one call that is in order.
        unsafe { done(1, user) }
    });
    barriers.0.wait();
    // SAFETY: C calls twice, against its promise; the first call keeps the context alive.
    let second = unsafe { done(2, user) };
    barriers.1.wait();
    assert_eq!((first.join().unwrap(), second, drops.count()), (1, -1, 1));
    assert_eq!(ear.faults(), [Fault::Expired]);
}

/// The second call does not hold the context, so the hook may end the first one.
#[test]
fn a_hook_may_let_the_first_call_return() {
    static FIRST: Mutex<Option<(Sender<()>, JoinHandle<c_int>)>> = Mutex::new(None);

    let _ear = listen("DoneShared");
    set_fault_hook(|report| {
        assert_eq!(report.fault(), Fault::Expired);
        let (go_on, first) = FIRST.lock().unwrap().take().unwrap();
        go_on.send(()).unwrap();
        assert_eq!(first.join().unwrap(), 1);
    });
    let drops = Drops::new();
    let (token, inside) = (drops.token(), Arc::new(Barrier::new(2)));
    let (go_on, told) = channel();
    let (entered, told) = (Arc::clone(&inside), Mutex::new(told));
    // So large that an allocator unmaps it when it is freed, if it can.
    #[allow(clippy::large_stack_arrays, reason = "makes the context large")]
    let large = [1_u8; 140 << 10];
    let (done, user) = DoneShared::new(move |item: c_int| {
        token.touch();
        entered.wait();
        told.lock().unwrap().recv().unwrap();
        item * c_int::from(large[item.unsigned_abs() as usize])
    })
    .once(keep)
    .unwrap();
    let parts = Parts::new(done, user);
    let first = thread::spawn(move || {
        let (done, user) = parts.get();
        // SAFETY: the one call that is in order.
        unsafe { done(1, user) }
    });
    inside.wait();
    *FIRST.lock().unwrap() = Some((go_on, first));
    // SAFETY: C calls twice, against its promise; the first call keeps the context alive.
    assert_eq!(unsafe { done(2, user) }, -1);
    assert_eq!((drops.count(), FIRST.lock().unwrap().is_none()), (1, true));
}

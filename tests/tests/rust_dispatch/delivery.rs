//! Calls reach the thread of their closure, and their values reach C.

use super::*;

#[test]
fn events_wait_in_order_until_they_are_run() {
    let (closure, seen) = notes();
    let dispatcher = Dispatcher::new(4);
    let registration = on_event(&dispatcher, closure);
    let parts: Raw<OnEvent> = parts!(registration);
    thread::spawn(move || (1..4).for_each(|item| call!(parts, item))).join().unwrap();
    assert_eq!(*seen.borrow(), []);
    assert_eq!(dispatcher.run_pending(), 3);
    assert_eq!(*seen.borrow(), [1, 2, 3]);
    assert_eq!(dispatcher.run_pending(), 0);
    assert_eq!(registration.fault(), None);
}

#[test]
fn recv_waits_for_one_call() {
    let (closure, seen) = notes();
    let dispatcher = Dispatcher::new(4);
    let registration = on_event(&dispatcher, closure);
    let parts: Raw<OnEvent> = parts!(registration);
    let caller = thread::spawn(move || {
        thread::sleep(A_WHILE);
        (1..3).for_each(|item| call!(parts, item));
    });
    dispatcher.recv();
    assert_eq!(*seen.borrow(), [1]);
    dispatcher.recv();
    assert_eq!(*seen.borrow(), [1, 2]);
    caller.join().unwrap();
}

#[test]
fn recv_timeout_says_whether_there_was_a_call() {
    let (closure, seen) = notes();
    let dispatcher = Dispatcher::new(4);
    let registration = on_event(&dispatcher, closure);
    let parts: Raw<OnEvent> = parts!(registration);
    assert!(!dispatcher.recv_timeout(Duration::ZERO));
    assert!(!dispatcher.recv_timeout(Duration::from_millis(1)));
    let caller = thread::spawn(move || call!(parts, 7));
    assert!(dispatcher.recv_timeout(Duration::MAX));
    caller.join().unwrap();
    assert!(!dispatcher.recv_timeout(Duration::ZERO));
    assert_eq!(*seen.borrow(), [7]);
}

#[test]
fn a_waker_hears_of_each_call_on_the_thread_of_the_call() {
    let (closure, seen) = notes();
    let (dispatcher, calls) = heard(4);
    let registration = on_event(&dispatcher, closure);
    let parts: Raw<OnEvent> = parts!(registration);
    for item in 1..4 {
        let caller = thread::spawn(move || call!(parts, item));
        let id = caller.thread().id();
        assert_eq!(calls.recv().unwrap(), id);
        assert_eq!(dispatcher.run_pending(), 1);
        caller.join().unwrap();
    }
    assert_eq!(*seen.borrow(), [1, 2, 3]);
    // A call on the owner's thread does not use the waker.
    call!(parts, 4);
    assert!(calls.try_recv().is_err());
}

#[test]
fn a_waker_that_panics_has_no_effect() {
    let dispatcher = Dispatcher::new(4).waker(|| panic!("no loop to wake"));
    let registration = on_ask(&dispatcher, |item| item + 1);
    let parts: Raw<Ask> = parts!(registration);
    let caller = thread::spawn(move || call!(parts, 5));
    dispatcher.recv();
    assert_eq!(caller.join().unwrap(), 6);
    assert_eq!(registration.fault(), None);
}

#[test]
fn a_call_that_expects_a_value_gets_the_closures() {
    let (drops, owner) = (Arc::new(Drops::new()), thread::current().id());
    let (dispatcher, mut sum) = (Dispatcher::new(4), Rc::new(0));
    let registration = on_weigh(&dispatcher, move |parcel| {
        assert_ne!(parcel.made_on, owner);
        assert_eq!(thread::current().id(), owner);
        *Rc::get_mut(&mut sum).unwrap() += parcel.item;
        *sum
    });
    let parts: Raw<Weigh> = parts!(registration);
    let theirs = Arc::clone(&drops);
    let caller = thread::spawn(move || [1, 2, 3].map(|item| weigh(parts, &theirs, item)));
    (0..3).for_each(|_| dispatcher.recv());
    assert_eq!(caller.join().unwrap(), [1, 3, 6]);
    assert_eq!(drops.count(), 3);
}

#[test]
fn a_call_on_the_owners_thread_is_made_at_once() {
    let (closure, seen) = notes();
    let dispatcher = Dispatcher::new(1);
    let registration = on_event(&dispatcher, closure);
    let parts: Raw<OnEvent> = parts!(registration);
    thread::spawn(move || call!(parts, 1)).join().unwrap();
    // The queue is full.
    call!(parts, 2);
    assert_eq!(*seen.borrow(), [2]);
    dispatcher.run_pending();
    assert_eq!(*seen.borrow(), [2, 1]);
}

#[test]
fn run_pending_leaves_what_comes_meanwhile() {
    let _ear = listen("OnEvent");
    let dispatcher = Rc::new(Dispatcher::new(4));
    let parts = Rc::new(Cell::new(None::<Raw<OnEvent>>));
    let (own, mut calls) = (Rc::clone(&parts), 0);
    let registration = on_event(&dispatcher, move |item| {
        calls += 1;
        assert!(calls < 3, "there is an end to it");
        let parts = own.get().unwrap();
        thread::spawn(move || call!(parts, item)).join().unwrap();
    });
    parts.set(Some(parts!(registration)));
    let raw: Raw<OnEvent> = parts!(registration);
    thread::spawn(move || call!(raw, 1)).join().unwrap();
    assert_eq!([dispatcher.run_pending(), dispatcher.run_pending()], [1, 1]);
}

#[test]
fn a_closure_that_is_shared_may_run_those_that_wait() {
    let (dispatcher, calls) = heard(4);
    let dispatcher = Rc::new(dispatcher);
    let inner = Rc::clone(&dispatcher);
    let shared = AskShared::new(move |item| {
        if item > 0 {
            inner.recv();
        }
        item
    });
    let registration: Kept<AskShared> =
        shared.dispatch(&dispatcher).register(accept, removed).unwrap();
    let parts: Raw<AskShared> = parts!(registration);
    let first = thread::spawn(move || call!(parts, 1));
    calls.recv().unwrap();
    let second = thread::spawn(move || call!(parts, 0));
    dispatcher.recv();
    assert_eq!((first.join().unwrap(), second.join().unwrap()), (1, 0));
    drop(registration);
    assert_eq!(Rc::strong_count(&dispatcher), 1);
}

#[test]
fn a_closure_that_is_exclusive_may_not() {
    let ear = listen("Ask");
    let (dispatcher, calls) = heard(4);
    let dispatcher = Rc::new(dispatcher);
    let inner = Rc::clone(&dispatcher);
    let registration = on_ask(&dispatcher, move |item| {
        inner.recv();
        item
    });
    let parts: Raw<Ask> = parts!(registration);
    let first = thread::spawn(move || call!(parts, 1));
    calls.recv().unwrap();
    let second = thread::spawn(move || call!(parts, 0));
    calls.recv().unwrap();
    dispatcher.recv();
    assert_eq!((first.join().unwrap(), second.join().unwrap()), (1, -1));
    assert_eq!(registration.fault(), Some(Fault::Reentered));
    assert_eq!(ear.faults(), [Fault::Reentered]);
}

//! Registrations and dispatchers that end while calls wait.

use super::*;

#[test]
fn a_registration_that_ends_gives_up_the_calls_in_the_queue() {
    let ear = listen("Weigh");
    let (dispatcher, calls) = heard(8);
    let (drops, closures) = (Arc::new(Drops::new()), Drops::new());
    let token = closures.token();
    let registration = on_weigh(&dispatcher, move |_parcel| {
        token.touch();
        unreachable!("it is never run")
    });
    let other = on_ask(&dispatcher, |item| item);
    let (parts, asked): (Raw<Weigh>, Raw<Ask>) = (parts!(registration), parts!(other));
    let callers = [1, 2, 3].map(|item| spawn_weigh(parts, &drops, item));
    let asking = thread::spawn(move || call!(asked, 5));
    wait_for(&calls, 4);
    drop(registration);
    assert_eq!(callers.map(|caller| caller.join().unwrap()), [-1, -1, -1]);
    assert_eq!((drops.count(), closures.count()), (3, 1));
    assert_eq!(ear.faults(), [Fault::Undelivered; 3]);
    // The call of the other callback still waits.
    assert_eq!(dispatcher.run_pending(), 1);
    assert_eq!(asking.join().unwrap(), 5);
}

#[test]
fn events_that_are_given_up_are_reported() {
    let ear = listen("OnPost");
    let drops = Arc::new(Drops::new());
    let dispatcher = Dispatcher::new(4);
    let registration: Kept<OnPost> = OnPost::new(|_parcel| unreachable!("it is never run"))
        .dispatch(&dispatcher)
        .register(accept, removed)
        .unwrap();
    let parts: Raw<OnPost> = parts!(registration);
    let theirs = Arc::clone(&drops);
    thread::spawn(move || (1..3).for_each(|item| post(parts, &theirs, item))).join().unwrap();
    assert_eq!(registration.unregister(), Ok(()));
    assert_eq!((drops.count(), dispatcher.run_pending()), (2, 0));
    assert_eq!(ear.faults(), [Fault::Undelivered; 2]);
}

#[test]
fn a_registration_that_ends_gives_up_the_calls_that_wait_for_room() {
    let ear = listen("Weigh");
    let (dispatcher, calls) = heard(1);
    let drops = Arc::new(Drops::new());
    let registration = on_weigh(&dispatcher, |_parcel| unreachable!("it is never run"));
    let parts: Raw<Weigh> = parts!(registration);
    let callers = [1, 2, 3].map(|item| spawn_weigh(parts, &drops, item));
    calls.recv().unwrap();
    thread::sleep(A_WHILE);
    drop(registration);
    // The dispatcher does not run anymore.
    assert_eq!(callers.map(|caller| caller.join().unwrap()), [-1, -1, -1]);
    assert!(calls.try_recv().is_err());
    assert_eq!(ear.faults().len(), 3);
}

#[test]
fn unset_may_wait_for_the_threads_that_call() {
    let ear = listen("Weigh");
    let (dispatcher, calls) = heard(1);
    let drops = Arc::new(Drops::new());
    let threads = Rc::new(RefCell::new(Vec::<JoinHandle<c_int>>::new()));
    let joined = Rc::clone(&threads);
    let registration: Kept<Weigh> = Weigh::new(|_parcel| unreachable!("it is never run"))
        .dispatch(&dispatcher)
        .register(accept, move |_, _, ()| {
            let got = joined.take().into_iter().map(|caller| caller.join().unwrap());
            assert_eq!(got.collect::<Vec<_>>(), [-1, -1]);
            Ok(())
        })
        .unwrap();
    let parts: Raw<Weigh> = parts!(registration);
    threads.borrow_mut().extend([1, 2].map(|item| spawn_weigh(parts, &drops, item)));
    calls.recv().unwrap();
    assert_eq!(registration.unregister(), Ok(()));
    assert_eq!((drops.count(), ear.faults()), (2, vec![Fault::Undelivered; 2]));
}

#[test]
fn a_closure_that_unregisters_itself_may_wait_for_the_threads_that_call() {
    let ear = listen("Weigh");
    let (dispatcher, calls) = heard(2);
    let (drops, closures) = (Arc::new(Drops::new()), Drops::new());
    let (answers, answered) = channel();
    let place = Rc::new(RefCell::new(None::<Kept<Weigh>>));
    let (own, token) = (Rc::clone(&place), closures.token());
    let registration = on_weigh(&dispatcher, move |parcel| {
        token.touch();
        drop(own.take().unwrap());
        assert_eq!([answered.recv(), answered.recv()], [Ok(-1), Ok(-1)]);
        parcel.item
    });
    let parts: Raw<Weigh> = parts!(registration);
    *place.borrow_mut() = Some(registration);
    for item in 1..4 {
        let (answers, drops) = (answers.clone(), Arc::clone(&drops));
        // One of them may wait for room, and no thread reads the last answer.
        thread::spawn(move || {
            let _ = answers.send(weigh(parts, &drops, item));
        });
    }
    calls.recv().unwrap();
    dispatcher.recv();
    assert_eq!((closures.count(), dispatcher.run_pending()), (1, 0));
    assert!(ear.faults().iter().all(|fault| matches!(fault, Fault::Undelivered | Fault::Expired)));
    assert_eq!(ear.faults().len(), 2);
}

#[test]
fn a_dispatcher_that_is_dropped_gives_up_all_calls() {
    let ear = listen("Weigh");
    let (dispatcher, calls) = heard(2);
    let drops = Arc::new(Drops::new());
    let registration = on_weigh(&dispatcher, |parcel| parcel.item);
    let later = Ask::new(|item| item).dispatch(&dispatcher);
    let parts: Raw<Weigh> = parts!(registration);
    let callers = [1, 2, 3].map(|item| spawn_weigh(parts, &drops, item));
    wait_for(&calls, 2);
    thread::sleep(A_WHILE);
    drop(dispatcher);
    assert_eq!(callers.map(|caller| caller.join().unwrap()), [-1, -1, -1]);
    assert_eq!(spawn_weigh(parts, &drops, 4).join().unwrap(), -1);
    assert_eq!((drops.count(), ear.faults()), (4, vec![Fault::Undelivered; 4]));
    // A call on the owner's thread needs no dispatcher.
    assert_eq!((registration.fault(), weigh(parts, &drops, 5)), (None, 5));
    let later: Kept<Ask> = later.register(accept, removed).unwrap();
    let parts: Raw<Ask> = parts!(later);
    assert_eq!(thread::spawn(move || call!(parts, 6)).join().unwrap(), -1);
    assert_eq!(call!(parts, 7), 7);
}

#[test]
fn a_call_that_is_late_gets_the_fallback() {
    let ear = listen("Weigh");
    let (dispatcher, calls) = heard(2);
    let drops = Arc::new(Drops::new());
    let registration = on_weigh(&dispatcher, |_parcel| unreachable!("it is never run"));
    let parts: Raw<Weigh> = parts!(registration);
    drop(registration);
    assert_eq!(spawn_weigh(parts, &drops, 1).join().unwrap(), -1);
    assert_eq!(weigh(parts, &drops, 2), -1);
    assert!(calls.try_recv().is_err());
    assert_eq!((drops.count(), ear.faults()), (0, vec![Fault::Expired; 2]));
}

/// Both functions have one closure type, so they differ only in how they look up a handle.
fn double(item: c_int) -> c_int {
    2 * item
}

#[test]
fn a_handle_leads_nowhere_from_the_function_of_a_callback_that_is_not_dispatched() {
    let ear = listen("Ask");
    let (dispatcher, calls) = heard(2);
    let remote: Kept<Ask> =
        Ask::new(double).dispatch(&dispatcher).register(accept, removed).unwrap();
    let direct: Kept<Ask> = Ask::new(double).register(accept, removed).unwrap();
    let crossed: [Raw<Ask>; 2] = [
        Parts::new(direct.function(), remote.context()),
        Parts::new(remote.function(), direct.context()),
    ];
    let mut expired = Vec::new();
    for parts in crossed {
        for _ in 0..2 {
            assert_eq!(call!(parts, 1), -1);
            assert_eq!(thread::spawn(move || call!(parts, 2)).join().unwrap(), -1);
            expired.extend([Fault::Expired; 2]);
            assert_eq!(ear.faults(), expired);
        }
    }
    assert!(calls.try_recv().is_err());
    assert_eq!((remote.fault(), direct.fault()), (None, None));
    let parts: [Raw<Ask>; 2] = [parts!(remote), parts!(direct)];
    assert_eq!(parts.map(|parts| call!(parts, 3)), [6, 6]);
}

#[test]
fn a_closure_that_c_refuses_comes_back_and_its_calls_are_given_up() {
    let ear = listen("OnPost");
    let drops = Arc::new(Drops::new());
    let theirs = Arc::clone(&drops);
    let (closures, dispatcher) = (Drops::new(), Dispatcher::new(2));
    let token = closures.token();
    let set = |function, user| {
        let parts: Raw<OnPost> = Parts::new(function, user);
        thread::spawn(move || post(parts, &theirs, 1)).join().unwrap();
        Err(5)
    };
    let refused = OnPost::new(move |_parcel| token.touch())
        .dispatch(&dispatcher)
        .try_register(set, removed)
        .unwrap_err();
    assert_eq!((refused.error, closures.count()), (5, 0));
    assert_eq!((drops.count(), dispatcher.run_pending()), (1, 0));
    assert_eq!(ear.faults(), [Fault::Undelivered]);
    drop(refused);
    assert_eq!(closures.count(), 1);
}

#[test]
fn a_dispatcher_is_configured_before_it_is_used() {
    let dispatcher = Dispatcher::new(1);
    let asking = Ask::new(|item| item).dispatch(&dispatcher);
    let payload = panic_of(|| dispatcher.when_full(WhenFull::Refuse));
    assert_eq!(message(&*payload), "a `Dispatcher` cannot be configured after `dispatch`");
    drop(asking);
    panic_of(|| Dispatcher::new(0));
}

/// The last reference to the queue drops the waker. Here it is held by C's call, in which the registration
/// ends.
#[test]
fn what_a_waker_has_captured_may_panic_when_it_is_dropped() {
    struct Fragile;

    impl Drop for Fragile {
        fn drop(&mut self) {
            panic!("a waker was dropped");
        }
    }

    let fragile = Fragile;
    let dispatcher = Dispatcher::new(4).waker(move || {
        let _ = &fragile;
    });
    let place: Rc<RefCell<Option<Kept<Ask>>>> = Rc::default();
    let own = Rc::clone(&place);
    let registration = on_ask(&dispatcher, move |item| {
        drop(own.take());
        item
    });
    let parts: Raw<Ask> = parts!(registration);
    place.replace(Some(registration));
    drop(dispatcher);
    assert_eq!(call!(parts, 5), 5);
}

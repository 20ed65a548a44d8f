//! Values that closures let escape, and faults.

use super::*;

#[test]
fn a_break_comes_back_from_unregister() {
    let dispatcher = Dispatcher::new(4);
    let look: Kept<Look<Rc<str>>> = Look::new(|item| match item {
        3 => ControlFlow::Break(Rc::from("the third")),
        _ => ControlFlow::Continue(()),
    })
    .dispatch(&dispatcher)
    .register(accept, removed)
    .unwrap();
    let parts: Raw<Look<Rc<str>>> = parts!(look);
    let caller = thread::spawn(move || [1, 3].map(|item| call!(parts, item)));
    (0..2).for_each(|_| dispatcher.recv());
    assert_eq!(caller.join().unwrap(), [0, 1]);
    assert_eq!(look.unregister(), Ok(ControlFlow::Break(Rc::from("the third"))));
}

#[test]
fn a_panic_gives_the_fallback_to_all_who_wait() {
    let ear = listen("Weigh");
    let (dispatcher, calls) = heard(4);
    let drops = Arc::new(Drops::new());
    let registration = on_weigh(&dispatcher, |_parcel| panic!("too heavy"));
    let parts: Raw<Weigh> = parts!(registration);
    let callers = [1, 2].map(|item| spawn_weigh(parts, &drops, item));
    wait_for(&calls, 2);
    assert_eq!(dispatcher.run_pending(), 2);
    assert_eq!(callers.map(|caller| caller.join().unwrap()), [-1, -1]);
    assert_eq!(registration.fault(), Some(Fault::Panicked));
    // The context is poisoned, so a call does not reach the queue.
    assert_eq!(spawn_weigh(parts, &drops, 3).join().unwrap(), -1);
    assert!(calls.try_recv().is_err());
    assert_eq!(message(&*registration.take_panic().unwrap()), "too heavy");
    assert_eq!((drops.count(), ear.faults()), (2, vec![Fault::Panicked]));
}

#[test]
fn an_argument_that_is_refused_is_refused_on_the_calling_thread() {
    let ear = listen("Weigh");
    let (dispatcher, calls) = heard(4);
    let registration = on_weigh(&dispatcher, |parcel| parcel.item);
    let parts: Raw<Weigh> = parts!(registration);
    assert_eq!(thread::spawn(move || call!(parts, std::ptr::null())).join().unwrap(), -1);
    assert!(calls.try_recv().is_err());
    assert_eq!(registration.fault(), Some(Fault::InvalidArgument));
    assert_eq!(ear.faults(), [Fault::InvalidArgument]);
}

#[test]
fn a_conversion_that_panics_does_so_on_the_calling_thread() {
    let ear = listen("Weigh");
    let (dispatcher, calls) = heard(4);
    let drops = Arc::new(Drops::new());
    let registration = on_weigh(&dispatcher, |parcel| parcel.item);
    let parts: Raw<Weigh> = parts!(registration);
    assert_eq!(spawn_weigh(parts, &drops, TORN).join().unwrap(), -1);
    assert!(calls.try_recv().is_err());
    let payload = registration.take_panic().unwrap();
    assert!(message(&*payload).contains("the letter is torn"));
    assert_eq!(ear.faults(), [Fault::Panicked]);
}

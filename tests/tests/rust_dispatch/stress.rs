//! Many calls from many threads.

use super::*;

const ROUNDS: c_int = if cfg!(miri) { 5 } else { 300 };

#[test]
fn three_threads_call_at_once() {
    let (dispatcher, drops) = (Dispatcher::new(2), Arc::new(Drops::new()));
    let total = Rc::new(Cell::new(0));
    let own = Rc::clone(&total);
    let registration = on_weigh(&dispatcher, move |parcel| {
        own.set(own.get() + 1);
        parcel.item
    });
    let parts: Raw<Weigh> = parts!(registration);
    let callers = [0, 1, 2].map(|_| {
        let drops = Arc::clone(&drops);
        thread::spawn(move || {
            (0..ROUNDS).for_each(|item| assert_eq!(weigh(parts, &drops, item), item));
        })
    });
    (0..3 * ROUNDS).for_each(|_| dispatcher.recv());
    for caller in callers {
        caller.join().unwrap();
    }
    assert_eq!((total.get(), registration.fault()), (3 * ROUNDS, None));
    assert_eq!(drops.count(), usize::try_from(3 * ROUNDS).unwrap());
}

#[test]
fn three_threads_call_while_registrations_come_and_go() {
    let ear = listen("Weigh");
    let (dispatcher, drops) = (Dispatcher::new(2), Arc::new(Drops::new()));
    let current = Arc::new(std::sync::Mutex::new(None::<Raw<Weigh>>));
    let (answered, refused) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let callers = [0, 1, 2].map(|_| {
        let (drops, current) = (Arc::clone(&drops), Arc::clone(&current));
        let (answered, refused) = (Arc::clone(&answered), Arc::clone(&refused));
        thread::spawn(move || {
            for item in 0..ROUNDS {
                let parts = loop {
                    let parts = *current.lock().unwrap();
                    if let Some(parts) = parts {
                        break parts;
                    }
                    thread::yield_now();
                };
                match weigh(parts, &drops, item) {
                    -1 => refused.fetch_add(1, Ordering::SeqCst),
                    got if got == item => answered.fetch_add(1, Ordering::SeqCst),
                    got => panic!("{got} for {item}"),
                };
            }
        })
    });
    let entered = Rc::new(Cell::new(0));
    while !callers.iter().all(JoinHandle::is_finished) {
        let own = Rc::clone(&entered);
        let registration = on_weigh(&dispatcher, move |parcel| {
            own.set(own.get() + 1);
            parcel.item
        });
        *current.lock().unwrap() = Some(parts!(registration));
        for _ in 0..3 {
            dispatcher.recv_timeout(Duration::from_millis(1));
        }
        assert_eq!(registration.fault(), None);
    }
    for caller in callers {
        caller.join().unwrap();
    }
    let (answered, refused) = (answered.load(Ordering::SeqCst), refused.load(Ordering::SeqCst));
    assert_eq!((answered, entered.get()), (entered.get(), answered));
    assert_eq!(answered + refused, usize::try_from(3 * ROUNDS).unwrap());
    // No argument was converted for an expired call.
    let (undelivered, expired) = (ear.count(Fault::Undelivered), ear.count(Fault::Expired));
    assert_eq!((undelivered + expired, drops.count()), (refused, answered + undelivered));
}

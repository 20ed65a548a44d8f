//! Time limits of calls, and the capacity of the queue.

use std::marker::PhantomData;
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::Sender;

use callback_runtime::set_fault_hook;

use super::*;

#[test]
fn the_closure_is_not_entered_for_a_call_whose_time_is_over() {
    let ear = listen("Weigh");
    let (drops, entered) = (Arc::new(Drops::new()), Rc::new(Cell::new(0)));
    let dispatcher = Dispatcher::new(4).time_limit(Duration::from_millis(5));
    let own = Rc::clone(&entered);
    let registration = on_weigh(&dispatcher, move |parcel| {
        own.set(own.get() + 1);
        parcel.item
    });
    let parts: Raw<Weigh> = parts!(registration);
    assert_eq!(spawn_weigh(parts, &drops, 1).join().unwrap(), -1);
    assert_eq!((ear.faults(), drops.count()), (vec![Fault::Undelivered], 1));
    assert_eq!((dispatcher.run_pending(), entered.get(), drops.count()), (0, 0, 1));
    assert!(!dispatcher.recv_timeout(Duration::ZERO));
    // It poisons nothing, and is reported once.
    assert_eq!(registration.fault(), None);
    assert_eq!((weigh(parts, &drops, 2), entered.get()), (2, 1));
    assert_eq!(ear.faults(), [Fault::Undelivered]);
}

/// The value that C gets. It is not `Send`. A value with a number records the thread on which it is dropped.
#[repr(transparent)]
struct Receipt(usize, PhantomData<Rc<()>>);

static DROPPED_ON: Mutex<Vec<ThreadId>> = Mutex::new(Vec::new());

impl Drop for Receipt {
    fn drop(&mut self) {
        if self.0 != 0 {
            DROPPED_ON.lock().unwrap().push(thread::current().id());
        }
    }
}

#[callback(extern "C", fallback = Receipt(0, PhantomData))]
type Sign = dyn FnMut(c_int) -> Receipt;

#[test]
fn a_value_that_comes_too_late_is_dropped_on_the_thread_of_the_closure() {
    static ENTERED: AtomicBool = AtomicBool::new(false);
    /// Lets the closure return, and waits until it has returned.
    static STEPS: Mutex<Option<(Sender<()>, Receiver<()>)>> = Mutex::new(None);

    let _ear = listen("Sign");
    // A call that is over time is in here before it returns.
    set_fault_hook(|report| {
        assert_eq!(report.fault(), Fault::Undelivered);
        if ENTERED.load(Ordering::SeqCst) {
            let (go_on, returned) = STEPS.lock().unwrap().take().unwrap();
            go_on.send(()).unwrap();
            returned.recv().unwrap();
        }
    });
    let ((go_on, told), (return_, returned)) = (channel(), channel());
    *STEPS.lock().unwrap() = Some((go_on, returned));
    let dispatcher = Dispatcher::new(1).time_limit(A_WHILE);
    let registration: Kept<Sign> = Sign::new(move |item: c_int| {
        ENTERED.store(true, Ordering::SeqCst);
        told.recv().unwrap();
        Receipt(item.unsigned_abs() as usize, PhantomData)
    })
    .dispatch(&dispatcher)
    .register(accept, removed)
    .unwrap();
    let parts: Raw<Sign> = parts!(registration);
    // The time may be over before the call is taken from the queue.
    let caller = thread::spawn(move || {
        while STEPS.lock().unwrap().is_some() {
            assert_eq!(call!(parts, 1).0, 0);
        }
    });
    while !ENTERED.load(Ordering::SeqCst) {
        dispatcher.recv_timeout(A_WHILE);
    }
    return_.send(()).unwrap();
    caller.join().unwrap();
    assert_eq!(*DROPPED_ON.lock().unwrap(), [thread::current().id()]);
}

#[test]
fn a_call_whose_time_is_over_leaves_its_room_to_the_next() {
    let ear = listen("Weigh");
    let drops = Arc::new(Drops::new());
    let limit = Duration::from_millis(5);
    let dispatcher = Dispatcher::new(1).when_full(WhenFull::Refuse).time_limit(limit);
    let registration = on_weigh(&dispatcher, |parcel| parcel.item);
    let parts: Raw<Weigh> = parts!(registration);
    // Each waits in the queue. If the queue were full, a call would return at once.
    for call in 1..4 {
        let begun = Instant::now();
        assert_eq!(spawn_weigh(parts, &drops, call).join().unwrap(), -1);
        assert!(begun.elapsed() >= limit);
    }
    assert_eq!((ear.faults(), drops.count()), (vec![Fault::Undelivered; 3], 3));
    assert_eq!(dispatcher.run_pending(), 0);
}

#[test]
fn the_time_that_a_call_waits_for_room_is_limited() {
    let ear = listen("OnPost");
    let (drops, seen) = (Arc::new(Drops::new()), Rc::new(RefCell::new(Vec::new())));
    let dispatcher = Dispatcher::new(1).time_limit(Duration::from_millis(5));
    let own = Rc::clone(&seen);
    let registration: Kept<OnPost> =
        OnPost::new(move |parcel: Parcel| own.borrow_mut().push(parcel.item))
            .dispatch(&dispatcher)
            .register(accept, removed)
            .unwrap();
    let parts: Raw<OnPost> = parts!(registration);
    let theirs = Arc::clone(&drops);
    thread::spawn(move || (1..3).for_each(|item| post(parts, &theirs, item))).join().unwrap();
    assert_eq!((drops.count(), ear.faults()), (1, vec![Fault::Undelivered]));
    // An event in the queue has no time limit.
    assert_eq!(dispatcher.run_pending(), 1);
    assert_eq!((drops.count(), registration.fault()), (2, None));
    assert_eq!(*seen.borrow(), [1]);
}

#[test]
fn a_queue_that_is_full_refuses_calls_if_it_is_told_to() {
    let ear = listen("Weigh");
    let drops = Arc::new(Drops::new());
    let (closure, seen) = notes();
    let dispatcher = Dispatcher::new(1).when_full(WhenFull::Refuse);
    let event = on_event(&dispatcher, closure);
    let registration = on_weigh(&dispatcher, |parcel| parcel.item);
    let (event, parts): (Raw<OnEvent>, Raw<Weigh>) = (parts!(event), parts!(registration));
    thread::spawn(move || call!(event, 1)).join().unwrap();
    assert_eq!(spawn_weigh(parts, &drops, 2).join().unwrap(), -1);
    assert_eq!((drops.count(), registration.fault()), (1, None));
    assert_eq!(ear.faults(), [Fault::Undelivered]);
    assert_eq!((dispatcher.run_pending(), seen.take()), (1, vec![1]));
    let caller = spawn_weigh(parts, &drops, 3);
    dispatcher.recv();
    assert_eq!(caller.join().unwrap(), 3);
    assert_eq!((drops.count(), ear.count(Fault::Undelivered)), (2, 1));
}

#[test]
fn a_queue_that_is_full_has_calls_wait_for_room() {
    let (closure, seen) = notes();
    let (dispatcher, calls) = heard(1);
    let registration = on_event(&dispatcher, closure);
    let parts: Raw<OnEvent> = parts!(registration);
    let caller = thread::spawn(move || (1..5).for_each(|item| call!(parts, item)));
    calls.recv().unwrap();
    thread::sleep(A_WHILE);
    assert!(calls.try_recv().is_err(), "the second waits");
    (0..4).for_each(|_| dispatcher.recv());
    assert_eq!(*seen.borrow(), [1, 2, 3, 4]);
    caller.join().unwrap();
}

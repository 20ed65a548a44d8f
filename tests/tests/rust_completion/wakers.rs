//! Wakers, and what they may do.

use super::*;

#[test]
fn the_waker_of_the_last_poll_is_woken_once() {
    let drops = Drops::new();
    let (parts, mut completion) = start(&drops);
    let (before, first) = Count::new();
    let (after, second) = Count::new();
    assert!(poll(&mut completion, &first).is_pending());
    assert!(poll(&mut completion, &second).is_pending());
    assert!(poll(&mut completion, &second).is_pending());
    drop((first, second));
    // The waker that was replaced is not kept.
    assert_eq!(Arc::strong_count(&before), 1);
    assert_eq!(done(parts, 1), 1);
    assert_eq!((before.get(), after.get()), (0, 1));
    assert_eq!(Arc::strong_count(&after), 1);
    assert_eq!(poll(&mut completion, Waker::noop()), Poll::Ready(Ok(Break(1))));
    assert_eq!((before.get(), after.get()), (0, 1));
}

#[test]
fn a_waker_that_panics_does_no_harm() {
    let drops = Drops::new();
    let (parts, mut completion) = start(&drops);
    assert!(poll(&mut completion, &Run::waker(|| panic!("not awake"))).is_pending());
    assert_eq!(done(parts, 2), 1);
    assert_eq!(pollster::block_on(completion), Ok(Break(2)));
    assert_eq!(drops.count(), 1);
}

#[test]
fn a_waker_whose_drop_panics_does_no_harm() {
    /// A waker that is not used here.
    struct Explosive(callback_tests::Bomb);
    impl Wake for Explosive {
        fn wake(self: Arc<Self>) {
            self.0.touch();
        }
    }
    let drops = Drops::new();
    let (_, mut completion) = start(&drops);
    let bombs = Drops::new();
    let waker = Waker::from(Arc::new(Explosive(bombs.bomb())));
    assert!(poll(&mut completion, &waker).is_pending());
    drop(waker);
    drop(completion);
    assert_eq!((drops.count(), bombs.count()), (1, 1));
}

#[test]
fn a_waker_may_drop_the_future() {
    let drops = Drops::new();
    let (parts, completion) = start(&drops);
    let place = Arc::new(Mutex::new(Some(completion)));
    let (own, seen) = (Arc::clone(&place), Arc::new(AtomicUsize::new(0)));
    let counted = Arc::clone(&seen);
    let waker = Run::waker(move || {
        drop(own.lock().unwrap_or_else(PoisonError::into_inner).take());
        counted.fetch_add(1, Ordering::SeqCst);
    });
    assert!(poll(place.lock().unwrap().as_mut().unwrap(), &waker).is_pending());
    assert_eq!(done(parts, 2), 1);
    assert_eq!((seen.load(Ordering::SeqCst), drops.count()), (1, 1));
    assert!(place.lock().unwrap().is_none());
}

#[test]
fn a_waker_may_wait_for_somebody_who_drops_the_future() {
    let drops = Drops::new();
    let (parts, completion) = start(&drops);
    let place = Arc::new(Mutex::new(Some(completion)));
    let own = Arc::clone(&place);
    let waker = Run::waker(move || {
        let own = Arc::clone(&own);
        // This ends only if the drop does not wait for the call that wakes.
        thread::spawn(move || drop(own.lock().unwrap().take())).join().unwrap();
    });
    assert!(poll(place.lock().unwrap().as_mut().unwrap(), &waker).is_pending());
    assert_eq!((done(parts, 2), drops.count()), (1, 1));
    assert!(place.lock().unwrap().is_none());
}

#[test]
fn a_waker_may_poll_the_future() {
    let drops = Drops::new();
    let (parts, completion) = start(&drops);
    let (sender, got) = channel();
    let place = Arc::new(Mutex::new(completion));
    let own = Arc::clone(&place);
    let waker = Run::waker(move || {
        sender.send(poll(&mut *own.lock().unwrap(), Waker::noop())).unwrap();
    });
    assert!(poll(&mut *place.lock().unwrap(), &waker).is_pending());
    assert_eq!(done(parts, 2), 1);
    assert_eq!(got.recv().unwrap(), Poll::Ready(Ok(Break(2))));
}

#[test]
fn to_poll_after_it_was_ready_panics() {
    let drops = Drops::new();
    let (parts, mut completion) = start(&drops);
    assert_eq!(done(parts, 2), 1);
    assert!(poll(&mut completion, Waker::noop()).is_ready());
    let payload = panic_of(|| poll(&mut completion, Waker::noop()));
    assert!(message(&*payload).starts_with("a `Completion` cannot be polled after it was ready"));
}

// --- races ---------------------------------------------------------------------------

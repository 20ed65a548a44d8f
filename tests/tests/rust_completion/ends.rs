//! The future is dropped, or C runs the destroy function.

use super::*;

#[test]
fn a_call_after_the_drop_of_the_future_finds_nothing() {
    let ear = listen("Done");
    let drops = Drops::new();
    let (parts, mut completion) = start(&drops);
    let (woken, waker) = Count::new();
    assert!(poll(&mut completion, &waker).is_pending());
    drop(completion);
    assert_eq!(drops.count(), 1);
    assert_eq!(done(parts, 5), -1);
    assert_eq!((ear.faults(), woken.get(), drops.count()), (vec![Fault::Expired], 0, 1));
    // No reference is left.
    drop(waker);
    assert_eq!(Arc::strong_count(&woken), 1);
}

#[test]
fn what_was_not_awaited_is_dropped_once() {
    #[callback(extern "C" fn(c_int, context: *mut c_void) -> c_int, fallback = -1, continue = 0, break = 1)]
    type Tokens = dyn FnOnce(c_int) -> ControlFlow<callback_tests::Token> + Send;
    let drops = Drops::new();
    let token = drops.token();
    let (function, context, completion) = Tokens::new(move |_| Break(token)).completion();
    // SAFETY: C may call at any time.
    assert_eq!(unsafe { function(1, context) }, 1);
    assert_eq!(drops.count(), 0);
    drop(completion);
    assert_eq!(drops.count(), 1);
}

#[test]
fn a_panic_in_the_drop_of_the_closure_is_a_fault_and_no_more() {
    let ear = listen("Done");
    let drops = Drops::new();
    let bomb = drops.bomb();
    let (_, _, completion) = Done::new(move |item| {
        bomb.touch();
        Break(item)
    })
    .completion();
    drop(completion);
    assert_eq!((drops.count(), ear.faults()), (1, vec![Fault::Panicked]));
}

#[test]
fn the_drop_of_the_future_waits_for_the_call_on_another_thread() {
    let (entered, inside) = signal();
    let returned = Arc::new(AtomicBool::new(false));
    let returns = Arc::clone(&returned);
    let (function, context, completion) = Done::new(move |item| {
        entered.send(()).unwrap();
        // Enough time for the drop to begin, and to go wrong.
        thread::sleep(std::time::Duration::from_millis(20));
        returns.store(true, Ordering::SeqCst);
        Break(item)
    })
    .completion();
    let parts = parts!(function, context);
    let caller = thread::spawn(move || done(parts, 5));
    wait_for(&inside);
    drop(completion);
    assert!(returned.load(Ordering::SeqCst));
    assert_eq!(caller.join().unwrap(), 1);
}

#[test]
fn a_closure_may_drop_its_own_future() {
    let drops = Drops::new();
    let token = drops.token();
    let place = Arc::new(Mutex::new(None::<Completion<Done>>));
    let own = Arc::clone(&place);
    let (function, context, completion) = Done::new(move |item| {
        drop(own.lock().unwrap().take());
        token.touch();
        Break(item)
    })
    .completion();
    *place.lock().unwrap() = Some(completion);
    assert_eq!(done(parts!(function, context), 5), 1);
    assert_eq!(drops.count(), 1);
    assert_eq!(Arc::strong_count(&place), 1);
}

// --- the destroy function ------------------------------------------------------------

#[test]
fn c_may_destroy_instead_of_calling() {
    let ear = listen("Done");
    let drops = Drops::new();
    let (parts, mut completion) = start(&drops);
    let done_with = completion.destroy();
    let (woken, waker) = Count::new();
    assert!(poll(&mut completion, &waker).is_pending());
    destroy::<Done>(done_with, parts);
    destroy::<Done>(done_with, parts);
    assert_eq!((woken.get(), ear.faults()), (1, vec![]));
    // A late call does not change the reason.
    assert_eq!(done(parts, 5), -1);
    assert_eq!(pollster::block_on(completion), Err(Incomplete::Destroyed));
    assert_eq!(drops.count(), 1);
    assert_eq!(done(parts, 5), -1);
    destroy::<Done>(done_with, parts);
    assert_eq!(ear.faults(), [Fault::Expired, Fault::Expired]);
}

#[test]
fn c_may_destroy_after_the_call() {
    let ear = listen("Done");
    let drops = Drops::new();
    let (parts, completion) = start(&drops);
    let done_with = completion.destroy();
    assert_eq!(done(parts, 6), 1);
    destroy::<Done>(done_with, parts);
    assert_eq!(pollster::block_on(completion), Ok(Break(6)));
    // The library does not know that the future was dropped.
    destroy::<Done>(done_with, parts);
    assert_eq!((drops.count(), ear.faults()), (1, vec![]));
}

#[test]
fn c_may_destroy_from_inside_the_call() {
    let ear = listen("Done");
    let place = Arc::new(Mutex::new(None::<(RawDestroy<Done>, Raw<Done>)>));
    let own = Arc::clone(&place);
    let (function, context, completion) = Done::new(move |item| {
        let (done_with, parts) = own.lock().unwrap().take().unwrap();
        destroy::<Done>(done_with, parts);
        Break(item)
    })
    .completion();
    let parts = parts!(function, context);
    *place.lock().unwrap() = Some((completion.destroy(), parts));
    let (woken, waker) = Count::new();
    let mut completion = completion;
    assert!(poll(&mut completion, &waker).is_pending());
    assert_eq!(done(parts, 6), 1);
    assert_eq!(woken.get(), 1);
    assert_eq!(poll(&mut completion, &waker), Poll::Ready(Ok(Break(6))));
    assert_eq!(ear.faults(), []);
}

#[test]
fn a_destroy_while_the_call_is_running_does_not_complete() {
    let (entered, inside) = signal();
    let (go_on, told) = signal();
    let (function, context, mut completion) = Done::new(move |item| {
        entered.send(()).unwrap();
        wait_for(&told);
        Break(item)
    })
    .completion();
    let parts = parts!(function, context);
    let caller = thread::spawn(move || done(parts, 6));
    wait_for(&inside);
    destroy::<Done>(completion.destroy(), parts);
    assert!(poll(&mut completion, Waker::noop()).is_pending());
    go_on.send(()).unwrap();
    assert_eq!(pollster::block_on(completion), Ok(Break(6)));
    assert_eq!(caller.join().unwrap(), 1);
}

#[test]
fn a_null_to_destroy_is_a_fault() {
    let ear = listen("Done");
    let (_, _, completion) = Done::new(Break).completion();
    let done_with: unsafe extern "C" fn(RawContext<Done>) = completion.destroy();
    // SAFETY: the function distinguishes null from the context.
    unsafe { done_with(ptr::null_mut()) };
    assert_eq!(ear.faults(), [Fault::InvalidArgument]);
}

// --- a second call -------------------------------------------------------------------

//! The call ends in a fault.

use super::*;

#[test]
fn a_panic_goes_on_where_the_future_is_awaited() {
    let ear = listen("Done");
    let drops = Drops::new();
    let token = drops.token();
    let (function, context, completion) = Done::new(move |item| {
        token.touch();
        panic!("no {item}")
    })
    .completion();
    assert_eq!(done(parts!(function, context), 4), -1);
    assert_eq!(ear.faults(), [Fault::Panicked]);
    let payload = panic_of(|| pollster::block_on(completion));
    assert_eq!((message(&*payload), drops.count()), ("no 4", 1));
}

#[test]
fn a_null_argument_is_a_fault() {
    let ear = listen("Lent");
    let drops = Drops::new();
    let token = drops.token();
    let (function, context, completion) = Lent::new(move |item| {
        token.touch();
        Break(*item)
    })
    .completion();
    // SAFETY: C may call at any time.
    assert_eq!(unsafe { function(ptr::null(), context) }, -1);
    assert_eq!(pollster::block_on(completion), Err(Incomplete::Fault(Fault::InvalidArgument)));
    assert_eq!((ear.faults(), drops.count()), (vec![Fault::InvalidArgument], 1));
}

#[test]
fn a_null_context_is_a_fault_that_the_future_does_not_hear_of() {
    let ear = listen("Done");
    let drops = Drops::new();
    let (parts, mut completion) = start(&drops);
    let function = parts.get().0;
    // SAFETY: the trampoline distinguishes null from the context.
    assert_eq!(unsafe { function(1, ptr::null_mut()) }, -1);
    assert!(poll(&mut completion, Waker::noop()).is_pending());
    assert_eq!(ear.faults(), [Fault::InvalidArgument]);
    assert_eq!(done(parts, 2), 1);
    assert_eq!(pollster::block_on(completion), Ok(Break(2)));
}

#[test]
fn a_handle_leads_nowhere_from_the_function_of_what_is_not_a_completion() {
    #[callback(extern "C", fallback = -1)]
    type Steady = dyn Fn(c_int) -> c_int + Send + Sync;

    let ear = listen("Plain");
    let (function, context, completion) = Plain::new(|item| 2 * item).completion();
    let steady = Steady::new(|item| 3 * item).register::<_, c_int>(accept, removed).unwrap();
    for round in 1..3 {
        // SAFETY: the function looks up any context.
        assert_eq!(unsafe { function(1, steady.context()) }, -1);
        // SAFETY: as above.
        assert_eq!(unsafe { steady.function()(1, context) }, -1);
        // SAFETY: as above.
        unsafe { completion.destroy()(steady.context()) };
        assert_eq!(ear.count(Fault::Expired), round);
    }
    assert_eq!((steady.fault(), plain(parts!(function, context), 4)), (None, 8));
    assert_eq!(pollster::block_on(completion), Ok(()));
}

#[test]
fn a_call_on_a_wrong_thread_is_a_fault() {
    let ear = listen("Local");
    let drops = Drops::new();
    let token = drops.token();
    let (function, context, mut completion) = Local::new(move |item| {
        token.touch();
        Break(Rc::new(item))
    })
    .completion();
    let parts = parts!(function, context);
    let (woken, waker) = Count::new();
    assert!(poll(&mut completion, &waker).is_pending());
    assert_eq!(thread::spawn(move || local(parts, 1)).join().unwrap(), -1);
    assert_eq!((woken.get(), drops.count()), (1, 0));
    // The owner is too late.
    assert_eq!(local(parts, 2), -1);
    assert_eq!(
        poll(&mut completion, &waker),
        Poll::Ready(Err(Incomplete::Fault(Fault::WrongThread)))
    );
    assert_eq!(drops.count(), 1);
    assert_eq!(ear.faults(), [Fault::WrongThread, Fault::Expired]);
}

// --- the future is dropped -----------------------------------------------------------

//! C calls twice.

use super::*;

/// Makes C call a second time while the first call is running on another thread. `end` then determines how
/// the first call ends.
fn call_twice(ear: &Ear, end: fn(c_int) -> ControlFlow<c_int>) -> (c_int, Completion<Done>) {
    let (entered, inside) = signal();
    let (go_on, told) = signal();
    let (function, context, mut completion) = Done::new(move |item| {
        entered.send(()).unwrap();
        wait_for(&told);
        end(item)
    })
    .completion();
    let parts = parts!(function, context);
    let (woken, waker) = Count::new();
    assert!(poll(&mut completion, &waker).is_pending());
    let caller = thread::spawn(move || done(parts, 6));
    wait_for(&inside);
    assert_eq!(done(parts, 7), -1);
    assert_eq!((ear.faults(), woken.get()), (vec![Fault::Expired], 0));
    assert!(poll(&mut completion, &waker).is_pending());
    go_on.send(()).unwrap();
    let answer = caller.join().unwrap();
    assert_eq!(woken.get(), 1);
    (answer, completion)
}

#[test]
fn a_second_call_does_not_spoil_the_first() {
    let ear = listen("Done");
    let (answer, completion) = call_twice(&ear, Break);
    assert_eq!((answer, pollster::block_on(completion)), (1, Ok(Break(6))));
}

#[test]
fn a_second_call_does_not_hide_the_panic_of_the_first() {
    let ear = listen("Done");
    let (answer, completion) = call_twice(&ear, |_| panic!("the first"));
    let payload = panic_of(|| pollster::block_on(completion));
    assert_eq!((answer, message(&*payload)), (-1, "the first"));
    assert_eq!(ear.faults(), [Fault::Expired, Fault::Panicked]);
}

#[test]
fn a_second_call_after_the_first_is_refused() {
    let ear = listen("Done");
    let drops = Drops::new();
    let (parts, completion) = start(&drops);
    assert_eq!((done(parts, 6), done(parts, 7)), (1, -1));
    assert_eq!(pollster::block_on(completion), Ok(Break(6)));
    assert_eq!((ear.faults(), drops.count()), (vec![Fault::Expired], 1));
}

// --- wakers --------------------------------------------------------------------------

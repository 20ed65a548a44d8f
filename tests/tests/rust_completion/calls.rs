//! C calls once, and the future resolves to what the closure let escape.

use super::*;

#[test]
fn c_may_call_before_the_first_poll() {
    let drops = Drops::new();
    let (parts, completion) = start(&drops);
    assert_eq!(done(parts, 7), 1);
    assert_eq!(drops.count(), 1);
    assert_eq!(pollster::block_on(completion), Ok(Break(7)));
    let (parts, completion) = start(&drops);
    assert_eq!(done(parts, 8), 1);
    assert_eq!(futures_executor::block_on(completion), Ok(Break(8)));
    assert_eq!(drops.count(), 2);
}

#[test]
fn c_may_call_on_another_thread_after_the_first_poll() {
    /// Blocks on a future, and makes C call after it was pending.
    fn run(block_on: fn(Pin<&mut dyn Future<Output = ()>>)) {
        let drops = Drops::new();
        let (parts, mut completion) = start(&drops);
        let (go_on, told) = signal();
        let caller = thread::spawn(move || {
            wait_for(&told);
            done(parts, 9)
        });
        let mut polls = 0;
        let mut got = None;
        block_on(pin!(poll_fn(|task| {
            let polled = Pin::new(&mut completion).poll(task);
            if polled.is_pending() {
                go_on.send(()).unwrap();
            }
            polls += 1;
            polled.map(|output| got = Some(output))
        })));
        assert_eq!((got, polls), (Some(Ok(Break(9))), 2));
        assert_eq!((caller.join().unwrap(), drops.count()), (1, 1));
    }
    run(|future| pollster::block_on(future));
    run(|future| futures_executor::block_on(future));
}

#[test]
fn a_completion_may_be_awaited_on_another_thread_than_it_was_made_on() {
    let drops = Drops::new();
    let (parts, completion) = start(&drops);
    let awaiting = thread::spawn(move || pollster::block_on(completion));
    assert_eq!(done(parts, 3), 1);
    assert_eq!((awaiting.join().unwrap(), drops.count()), (Ok(Break(3)), 1));
}

#[test]
fn a_closure_that_is_not_send_completes_on_its_own_thread() {
    let drops = Drops::new();
    let token = drops.token();
    let captured = Rc::new(5);
    let (function, context, completion) = Local::new(move |item| {
        token.touch();
        Break(Rc::new(item + *captured))
    })
    .completion();
    let parts = parts!(function, context);
    let mut completion = completion;
    let mut answer = None;
    // The library calls from its own event loop, on this thread, while the future is pending.
    let got = LocalPool::new().run_until(poll_fn(|task| {
        let polled = Pin::new(&mut completion).poll(task);
        if polled.is_pending() {
            assert_eq!(drops.count(), 0);
            answer = Some(local(parts, 10));
        }
        polled
    }));
    assert_eq!((got, answer), (Ok(Break(Rc::new(15))), Some(1)));
    assert_eq!(drops.count(), 1);
}

#[test]
fn two_completions_are_awaited_in_the_reverse_order_of_their_calls() {
    let drops = Drops::new();
    let (first, one) = start(&drops);
    let (second, two) = start(&drops);
    assert_eq!((done(first, 1), done(second, 2)), (1, 1));
    let got = pollster::block_on(async { (two.await, one.await) });
    assert_eq!(got, (Ok(Break(2)), Ok(Break(1))));
}

// --- outcomes ------------------------------------------------------------------------

#[test]
fn a_closure_that_goes_on_completes_with_continue() {
    let (function, context, completion) = Done::new(|_| Continue(())).completion();
    assert_eq!(done(parts!(function, context), 1), 0);
    assert_eq!(pollster::block_on(completion), Ok(Continue(())));
}

#[test]
fn a_result_goes_past_c() {
    let check = |item| if item < 0 { Err(format!("error {item}")) } else { Ok(()) };
    let (function, context, completion) = Checked::new(check).completion();
    assert_eq!(checked(parts!(function, context), -5), 1);
    assert_eq!(pollster::block_on(completion), Ok(Err(String::from("error -5"))));
    let (function, context, completion) = Checked::new(check).completion();
    assert_eq!(checked(parts!(function, context), 5), 0);
    assert_eq!(pollster::block_on(completion), Ok(Ok(())));
}

#[test]
fn a_plain_result_goes_to_c() {
    let (function, context, completion) = Plain::new(|item| item + 1).completion();
    let parts = parts!(function, context);
    assert_eq!(plain(parts, 5), 6);
    let output: Result<(), Incomplete> = pollster::block_on(completion);
    assert_eq!(output, Ok(()));
}

//! Completions: C calls once, and a future waits for that. The "C library" is played by Rust.

use std::ffi::{c_int, c_void};
use std::future::{Future, poll_fn};
use std::ops::ControlFlow::{self, Break, Continue};
use std::pin::{Pin, pin};
use std::ptr;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Barrier, Mutex, PoisonError};
use std::task::{Context, Poll, Wake, Waker};
use std::thread;

use callback_runtime::{Completion, Fault, Incomplete, RawContext, RawDestroy, RawFn, callback};
use callback_tests::{Drops, Ear, Parts, listen, message, panic_of};
use futures_executor::LocalPool;

// C gets 1 for what goes past it, 0 for what does not, -1 for a fault.
#[callback(extern "C" fn(c_int, context: *mut c_void) -> c_int, fallback = -1, continue = 0, break = 1)]
type Done = dyn FnOnce(c_int) -> ControlFlow<c_int> + Send;

#[callback(extern "C" fn(c_int, context: *mut c_void) -> c_int, fallback = -1, ok = 0, err = 1)]
type Checked = dyn FnOnce(c_int) -> Result<(), String> + Send;

#[callback(extern "C", fallback = -1)]
type Plain = dyn FnOnce(c_int) -> c_int + Send;

#[callback(extern "C" fn(c_int, context: *mut c_void) -> c_int, fallback = -1, continue = 0, break = 1)]
type Local = dyn FnOnce(c_int) -> ControlFlow<Rc<c_int>>;

#[callback(extern "C" fn(*const c_int, context: *mut c_void) -> c_int, fallback = -1, continue = 0, break = 1)]
type Lent = dyn FnOnce(&c_int) -> ControlFlow<c_int> + Send;

type Raw<C> = Parts<RawFn<C>, RawContext<C>>;

/// What a C library has been given.
macro_rules! parts {
    ($function:ident, $context:ident) => {
        Parts::new($function, $context)
    };
}

macro_rules! caller {
    ($name:ident: $callback:ident) => {
        fn $name(parts: Raw<$callback>, item: c_int) -> c_int {
            let (function, user) = parts.get();
            // SAFETY: C may call at any time.
            unsafe { function(item, user) }
        }
    };
}

caller! { done: Done }
caller! { checked: Checked }
caller! { plain: Plain }
caller! { local: Local }

/// Hands a closure out, whose value is what C passed.
fn start(drops: &Drops) -> (Raw<Done>, Completion<Done>) {
    let token = drops.token();
    let (function, context, completion) = Done::new(move |item| {
        token.touch();
        Break(item)
    })
    .completion();
    (parts!(function, context), completion)
}

/// Runs the destroy function that C was given.
fn destroy<C: callback_runtime::Callback>(destroy: RawDestroy<C>, parts: Raw<C>)
where
    RawDestroy<C>: Into<unsafe extern "C" fn(RawContext<C>)>,
{
    // SAFETY: C may run it at any time.
    unsafe { destroy.into()(parts.get().1) };
}

fn poll<F: Future + Unpin>(future: &mut F, waker: &Waker) -> Poll<F::Output> {
    Pin::new(future).poll(&mut Context::from_waker(waker))
}

/// Two ends of "go on": a closure waits at the second for what a test says at the first.
fn signal() -> (Sender<()>, Mutex<Receiver<()>>) {
    let (sender, receiver) = channel();
    (sender, Mutex::new(receiver))
}

fn wait_for(signal: &Mutex<Receiver<()>>) {
    signal.lock().unwrap().recv().unwrap();
}

/// Counts how often it was woken.
#[derive(Default)]
struct Count(AtomicUsize);

impl Count {
    fn new() -> (Arc<Self>, Waker) {
        let count = Arc::new(Self::default());
        let waker = Waker::from(Arc::clone(&count));
        (count, waker)
    }

    fn get(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }
}

impl Wake for Count {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

/// Wakes by a closure.
struct Run<F>(F);

impl<F: Fn() + Send + Sync + 'static> Run<F> {
    fn waker(run: F) -> Waker {
        Waker::from(Arc::new(Self(run)))
    }
}

impl<F: Fn() + Send + Sync + 'static> Wake for Run<F> {
    fn wake(self: Arc<Self>) {
        (self.0)();
    }
}

// --- where and when C calls ----------------------------------------------------------

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
    /// Blocks on a future, and has C call when that has been pending.
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
    // SAFETY: the trampoline tells null from what it was given.
    assert_eq!(unsafe { function(1, ptr::null_mut()) }, -1);
    assert!(poll(&mut completion, Waker::noop()).is_pending());
    assert_eq!(ear.faults(), [Fault::InvalidArgument]);
    assert_eq!(done(parts, 2), 1);
    assert_eq!(pollster::block_on(completion), Ok(Break(2)));
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
    // Nobody holds it any more.
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
        // Time for the drop to begin, and to go wrong.
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
    // It does not know that the future is gone.
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
    // SAFETY: the function tells null from what it was given.
    unsafe { done_with(ptr::null_mut()) };
    assert_eq!(ear.faults(), [Fault::InvalidArgument]);
}

// --- a second call -------------------------------------------------------------------

/// Has C call a second time while the first call is running on another thread, which then ends in
/// `end`.
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
    // The one that was replaced is not kept.
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
    /// Is woken by nobody here.
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
    assert!(message(&*payload).starts_with("a completion is not polled after it was ready"));
}

// --- races ---------------------------------------------------------------------------

/// How many completions race.
const ROUNDS: c_int = if cfg!(miri) { 10 } else { 400 };

#[test]
fn calls_race_with_polls() {
    let drops = Drops::new();
    let (sender, library) = channel::<Raw<Done>>();
    let library = Mutex::new(library);
    let next = AtomicUsize::new(1);
    thread::scope(|threads| {
        for _ in 0..2 {
            threads.spawn(|| {
                loop {
                    let received = library.lock().unwrap().recv();
                    let Ok(parts) = received else { break };
                    let item = next.fetch_add(1, Ordering::SeqCst);
                    assert_eq!(done(parts, c_int::try_from(item).unwrap()), 1);
                }
            });
        }
        let mut sum = 0;
        for round in 0..ROUNDS {
            let (parts, completion) = start(&drops);
            sender.send(parts).unwrap();
            let block_on =
                if round % 2 == 0 { pollster::block_on } else { futures_executor::block_on };
            match block_on(completion) {
                Ok(Break(item)) => sum += item,
                other => panic!("{other:?}"),
            }
        }
        drop(sender);
        assert_eq!(sum, ROUNDS * (ROUNDS + 1) / 2);
    });
    assert_eq!(drops.count(), usize::try_from(ROUNDS).unwrap());
}

#[test]
fn calls_destroys_and_drops_race() {
    let ear = listen("Done");
    let drops = Drops::new();
    for round in 0..ROUNDS {
        let (parts, completion) = start(&drops);
        let done_with = Parts::new(completion.destroy(), ());
        let begin = Barrier::new(3);
        thread::scope(|threads| {
            let answer = threads.spawn(|| {
                begin.wait();
                done(parts, round)
            });
            threads.spawn(|| {
                begin.wait();
                destroy::<Done>(done_with.get().0, parts);
            });
            begin.wait();
            if round % 2 == 0 {
                drop(completion);
                return;
            }
            let output = pollster::block_on(completion);
            match answer.join().unwrap() {
                1 => assert_eq!(output, Ok(Break(round))),
                _ => assert_eq!(output, Err(Incomplete::Destroyed)),
            }
        });
    }
    assert_eq!(drops.count(), usize::try_from(ROUNDS).unwrap());
    assert!(ear.faults().iter().all(|&fault| fault == Fault::Expired));
}

#[test]
fn of_two_calls_that_race_one_completes() {
    let ear = listen("Checked");
    for round in 0..ROUNDS {
        let (function, context, completion) =
            Checked::new(|item: c_int| Err(item.to_string())).completion();
        let parts: Raw<Checked> = parts!(function, context);
        let begin = Barrier::new(2);
        let call = |item| {
            begin.wait();
            checked(parts, item)
        };
        let answers = thread::scope(|threads| {
            let other = threads.spawn(|| call(-1));
            (call(round), other.join().unwrap())
        });
        let expected = match answers {
            (1, -1) => round.to_string(),
            (-1, 1) => String::from("-1"),
            other => panic!("{other:?}"),
        };
        assert_eq!(pollster::block_on(completion), Ok(Err(expected)));
    }
    assert_eq!(ear.count(Fault::Expired), usize::try_from(ROUNDS).unwrap());
}

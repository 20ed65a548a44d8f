//! `bind`: a context that is pinned in memory of the user. The "C library" is played by Rust.

use std::cell::Cell;
use std::ffi::{c_int, c_void};
use std::marker::PhantomPinned;
use std::ops::ControlFlow::{self, Break, Continue};
use std::panic::panic_any;
use std::pin::{Pin, pin};

use callback_runtime::{Bound, Callback, Context, Fault, callback};
use callback_tests::{Drops, Parts, Token, listen, message, panic_of};

#[callback(extern "C", fallback = -1)]
type Step = dyn FnMut(c_int) -> c_int;

#[callback(extern "C", fallback = -1)]
type Peek = dyn Fn(c_int) -> c_int;

#[callback(extern "C", fallback = -1)]
type Last = dyn FnOnce(c_int) -> c_int;

#[callback(
    extern "C" fn(c_int, context: *mut c_void) -> c_int,
    continue = 1, break = 0, fallback = -1,
)]
type Find<B> = dyn FnMut(c_int) -> ControlFlow<B>;

type Function = unsafe extern "C" fn(c_int, *mut c_void) -> c_int;

/// Calls as C does while the raw parts are bound.
fn call<C>(bound: &Bound<'_, C>, item: c_int) -> c_int
where
    C: Callback<Function = Function, Context = *mut c_void>,
{
    let step = bound.function();
    // SAFETY: the context is bound.
    unsafe { step(item, bound.context()) }
}

/// C embeds such a struct in its own, and so does a binding author here.
struct Parser<F> {
    depth: c_int,
    step: Context<Step, F>,
    _pinned: PhantomPinned,
}

impl<F: FnMut(c_int) -> c_int> Parser<F> {
    fn parse(self: Pin<&mut Self>) -> c_int {
        // SAFETY: nothing is moved out of the parser.
        let this = unsafe { self.get_unchecked_mut() };
        this.depth += 1;
        // SAFETY: the field is pinned like the parser.
        let step = unsafe { Pin::new_unchecked(&mut this.step) };
        let bound = step.bind();
        let answer = call(&bound, this.depth);
        bound.finish(answer)
    }
}

#[test]
fn a_context_in_a_struct_of_the_users_is_bound_again_and_again() {
    let mut total = 0;
    let drops = Drops::new();
    let token = drops.token();
    let step = Step::new(|item| {
        token.touch();
        total += item;
        total
    });
    let mut parser = Box::pin(Parser { depth: 0, step, _pinned: PhantomPinned });
    assert_eq!(parser.as_mut().parse(), 1);
    assert_eq!(parser.as_mut().parse(), 3);
    drop(parser);
    assert_eq!((total, drops.count()), (3, 0));
}

#[test]
fn what_is_pinned_is_dropped_with_its_owner() {
    let drops = Drops::new();
    let token = drops.token();
    let mut step = Box::pin(Step::new(move |item| {
        token.touch();
        item
    }));
    assert_eq!(call(&step.as_mut().bind(), 4), 4);
    assert_eq!(drops.count(), 0);
    drop(step);
    assert_eq!(drops.count(), 1);
}

#[test]
fn finish_puts_what_escaped_together_with_what_c_returned() {
    let mut find = pin!(Find::new(|item| if item > 2 { Break(item) } else { Continue(()) }));
    let bound = find.as_mut().bind();
    let answers = [1, 2].map(|item| call(&bound, item));
    assert_eq!(bound.finish(answers), Continue([1, 1]));
    let bound = find.as_mut().bind();
    let answers = [3, 4].map(|item| call(&bound, item));
    assert_eq!(answers, [0, 0]);
    assert_eq!(bound.finish(answers), Break(3));
    let bound = find.bind();
    assert_eq!(bound.finish("nothing is left over"), Continue("nothing is left over"));
}

#[test]
fn finish_goes_on_with_the_panic() {
    let ear = listen("Step");
    let mut step = pin!(Step::new(|item| panic_any(item)));
    let bound = step.as_mut().bind();
    assert_eq!(bound.fault(), None);
    assert_eq!([1, 2].map(|item| call(&bound, item)), [-1, -1]);
    assert_eq!(bound.fault(), Some(Fault::Panicked));
    let payload = panic_of(|| bound.finish(()));
    assert_eq!(payload.downcast_ref::<c_int>(), Some(&1));
    assert_eq!(ear.faults(), [Fault::Panicked]);
}

#[test]
fn a_panic_of_a_binding_without_finish_waits_for_the_next() {
    let _ear = listen("Step");
    let mut step = pin!(Step::new(|_| panic_any(7_u8)));
    let bound = step.as_mut().bind();
    assert_eq!(call(&bound, 1), -1);
    drop(bound);
    let bound = step.as_mut().bind();
    assert_eq!(bound.fault(), Some(Fault::Panicked));
    let payload = panic_of(|| bound.finish(0));
    assert_eq!(payload.downcast_ref(), Some(&7_u8));
}

#[test]
fn a_panic_that_was_taken_leaves_finish_a_message() {
    let _ear = listen("Step");
    let drops = Drops::new();
    let mut step = pin!(Step::new(|_| panic_any(drops.token())));
    let bound = step.as_mut().bind();
    assert!(bound.take_panic().is_none());
    assert_eq!(call(&bound, 1), -1);
    let payload = bound.take_panic().unwrap();
    assert!(payload.is::<Token>());
    assert!(bound.take_panic().is_none());
    let returned = drops.token();
    let payload_of_finish = panic_of(|| bound.finish(returned));
    assert!(message(&*payload_of_finish).ends_with("the closure panicked"));
    assert_eq!(drops.count(), 1, "what C returned is dropped");
    drop(payload);
    assert_eq!(drops.count(), 2);
}

#[test]
fn a_context_that_had_a_fault_stays_poisoned() {
    let ear = listen("Step");
    let mut entered = 0;
    let mut step = pin!(Step::new(|_| {
        entered += 1;
        panic!("first")
    }));
    assert_eq!(call(&step.as_mut().bind(), 1), -1);
    let bound = step.as_mut().bind();
    assert_eq!(bound.fault(), Some(Fault::Panicked));
    assert_eq!(call(&bound, 2), -1);
    let payload = panic_of(|| bound.finish(()));
    assert_eq!(message(&*payload), "first");
    assert_eq!(entered, 1);
    assert_eq!(ear.faults(), [Fault::Panicked]);
}

#[test]
fn a_fn_that_had_a_fault_stays_poisoned() {
    let ear = listen("Peek");
    let entered = Cell::new(0);
    let mut peek = pin!(Peek::new(|_| {
        entered.set(entered.get() + 1);
        panic!("first")
    }));
    assert_eq!(call(&peek.as_mut().bind(), 1), -1);
    assert_eq!(call(&peek.as_mut().bind(), 2), -1);
    assert_eq!(entered.get(), 1);
    assert_eq!(ear.faults(), [Fault::Panicked]);
}

#[test]
fn a_fn_once_is_called_once_over_all_its_bindings() {
    let ear = listen("Last");
    let drops = Drops::new();
    let token = drops.token();
    let mut last = pin!(Last::new(move |item| {
        drop(token);
        item
    }));
    assert_eq!(call(&last.as_mut().bind(), 5), 5);
    assert_eq!(drops.count(), 1);
    let bound = last.as_mut().bind();
    assert_eq!(bound.fault(), None);
    assert_eq!(call(&bound, 6), -1);
    assert_eq!(bound.fault(), Some(Fault::Expired));
    assert_eq!(ear.faults(), [Fault::Expired]);
}

#[test]
fn a_second_call_of_a_fn_once_in_one_binding_is_expired() {
    let ear = listen("Last");
    let mut last = pin!(Last::new(|item| item));
    let bound = last.as_mut().bind();
    assert_eq!([1, 2, 3].map(|item| call(&bound, item)), [1, -1, -1]);
    let payload = panic_of(|| bound.finish(()));
    assert!(message(&*payload).contains("accepts no more calls"));
    assert_eq!(ear.faults(), [Fault::Expired]);
}

#[test]
fn what_escaped_from_a_binding_without_finish_is_dropped_once() {
    let drops = Drops::new();
    let mut find = Box::pin(Find::new(|_| Break(drops.token())));
    assert_eq!(call(&find.as_mut().bind(), 1), 0);
    assert_eq!(drops.count(), 0);
    assert!(matches!(find.as_mut().bind().finish(()), Continue(())));
    assert_eq!(drops.count(), 1, "binding again begins anew");
    assert_eq!(call(&find.as_mut().bind(), 2), 0);
    drop(find);
    assert_eq!(drops.count(), 2);
}

#[test]
fn a_payload_that_nobody_took_is_dropped_with_the_context() {
    let _ear = listen("Step");
    let drops = Drops::new();
    let mut step = Box::pin(Step::new(|_| panic_any(drops.token())));
    assert_eq!(call(&step.as_mut().bind(), 1), -1);
    assert_eq!(drops.count(), 0);
    drop(step);
    assert_eq!(drops.count(), 1);
}

#[test]
fn a_bound_context_belongs_to_the_thread_that_bound_it() {
    let ear = listen("Step");
    let mut step = pin!(Step::new(|item| item));
    let bound = step.as_mut().bind();
    let parts = Parts::new(bound.function(), bound.context());
    let there = std::thread::spawn(move || {
        let (step, user) = parts.get();
        // SAFETY: the context is bound, to another thread.
        unsafe { step(1, user) }
    });
    assert_eq!(there.join().unwrap(), -1);
    assert_eq!(bound.fault(), Some(Fault::WrongThread));
    assert_eq!(ear.faults(), [Fault::WrongThread]);
}

#[test]
fn a_context_is_bound_on_one_thread_after_another() {
    let ear = listen("Step");
    let mut step = Box::pin(Step::new(|item| item + 1));
    let bound = step.as_mut().bind();
    let answer = call(&bound, 1);
    assert_eq!(bound.finish(answer), 2);
    let answer = std::thread::scope(|threads| {
        let step = step.as_mut();
        threads.spawn(move || call(&step.bind(), 2)).join().unwrap()
    });
    assert_eq!(answer, 3);
    assert_eq!(ear.faults(), []);
}

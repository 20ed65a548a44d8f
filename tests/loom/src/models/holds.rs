//! The holds on a context that C has by its address: calls, the hand-over, and the end by a destroy function or by a
//! method with `self`.
//!
//! C promises that a call has entered before another thread ends the context. So the first thread enters each
//! call, and another one leaves it.
//!
//! | pair | models, or why the two cannot meet |
//! |---|---|
//! | call, call | `a_context_outlives_two_calls_and_the_destroy_function` |
//! | calls that exclude each other | `of_two_calls_that_exclude_each_other_the_second_sees_the_first` |
//! | call that excludes others, end of the hand-over | `a_context_outlives_a_call_that_excludes_others_during_the_hand_over` |
//! | call, end of the hand-over | `a_context_outlives_a_call_during_the_hand_over` |
//! | call, refusal | `a_context_that_c_refused_outlives_a_call` |
//! | call, destroy function | `a_context_outlives_a_call_and_the_destroy_function` |
//! | call, method with `self` | `a_method_consumes_no_handler_that_a_call_uses`, `a_context_outlives_two_calls_and_the_method_that_comes_too_early`; one after the other: `a_method_consumes_the_handler_after_a_call_on_its_thread` |
//! | end of the hand-over, destroy function | `a_context_outlives_the_hand_over_and_the_destroy_function` |
//! | end of the hand-over, method with `self` | `a_method_consumes_the_handler_during_the_hand_over` |
//! | refusal, destroy function or method with `self` | C promises that these have returned: `a_handler_that_was_consumed_is_not_dropped_with_a_refusal` |
//! | two ends by C | C promises one. The second finds no hold: `the_owner_counts_as_all_threads_do` |

use std::rc::Rc;

use crate::contract::kind::Affinity;
use crate::model::{check, spawn};
use crate::models::held::Held;
use crate::sync::Ordering;

/// Runs `theirs` on another thread and `ours` on this one, after calls have entered.
fn meet(calls: usize, theirs: fn(&Held), ours: fn(&Held)) {
    let held = Held::new();
    for _ in 0..calls {
        held.enter();
    }
    let other = {
        let held = Rc::clone(&held);
        spawn(move || theirs(&held))
    };
    ours(&held);
    other.join();
    assert!(held.is_freed());
}

#[test]
fn a_context_outlives_a_call_and_the_destroy_function() {
    check(None, || {
        meet(1, Held::leave, |held| {
            held.end_hand_over();
            held.destroy();
        });
    });
}

#[test]
fn a_context_outlives_two_calls_and_the_destroy_function() {
    check(3, || {
        let held = Held::new();
        held.end_hand_over();
        held.enter();
        held.enter();
        let callers = [(); 2].map(|()| {
            let held = Rc::clone(&held);
            spawn(move || held.leave())
        });
        held.destroy();
        for caller in callers {
            caller.join();
        }
        assert!(held.is_freed());
    });
}

/// The second call is refused, or it begins after the first one, finds what that did to the captures, and finds the gate
/// closed, because the first one has panicked.
#[test]
fn of_two_calls_that_exclude_each_other_the_second_sees_the_first() {
    check(None, || {
        let held = Held::new();
        held.end_hand_over();
        assert!(held.enter_alone());
        let other = {
            let held = Rc::clone(&held);
            spawn(move || {
                if held.enter_alone() {
                    assert!(held.closed.load(Ordering::Relaxed), "a call after a panic");
                    held.leave();
                }
            })
        };
        held.closed.store(true, Ordering::Relaxed);
        held.leave();
        other.join();
        held.destroy();
        assert!(held.is_freed());
    });
}

#[test]
fn a_context_outlives_a_call_that_excludes_others_during_the_hand_over() {
    check(None, || {
        meet(
            0,
            |held| {
                assert!(held.enter_alone());
                held.leave();
                held.destroy();
            },
            Held::end_hand_over,
        );
    });
}

#[test]
fn a_context_outlives_the_hand_over_and_the_destroy_function() {
    check(None, || meet(0, Held::destroy, Held::end_hand_over));
}

#[test]
fn a_context_outlives_a_call_during_the_hand_over() {
    check(None, || {
        meet(
            0,
            |held| {
                held.enter();
                held.leave();
                held.destroy();
            },
            Held::end_hand_over,
        );
    });
}

#[test]
fn a_context_that_c_refused_outlives_a_call() {
    check(None, || meet(1, Held::leave, Held::refuse));
}

/// The method consumes the handler, or the call is still inside. Then the handler is dropped with the context.
#[test]
fn a_method_consumes_no_handler_that_a_call_uses() {
    check(None, || {
        meet(1, Held::leave, |held| {
            held.end_hand_over();
            held.consume();
        });
    });
}

#[test]
fn a_method_consumes_the_handler_after_a_call_on_its_thread() {
    check(None, || {
        meet(
            1,
            |held| {
                held.leave();
                assert!(held.consume());
            },
            Held::end_hand_over,
        );
    });
}

#[test]
fn a_method_consumes_the_handler_during_the_hand_over() {
    check(None, || meet(0, |held| assert!(held.consume()), Held::end_hand_over));
}

#[test]
fn a_context_outlives_two_calls_and_the_method_that_comes_too_early() {
    check(3, || {
        let held = Held::new();
        held.enter();
        held.enter();
        let callers = [(); 2].map(|()| {
            let held = Rc::clone(&held);
            spawn(move || held.leave())
        });
        held.consume();
        held.end_hand_over();
        for caller in callers {
            caller.join();
        }
        assert!(held.is_freed());
    });
}

/// C refuses after it has run the method, on another thread.
#[test]
fn a_handler_that_was_consumed_is_not_dropped_with_a_refusal() {
    check(None, || {
        let held = Held::new();
        let other = {
            let held = Rc::clone(&held);
            spawn(move || assert!(held.consume()))
        };
        other.join();
        held.refuse();
        assert!(held.is_freed());
    });
}

/// One thread has all holds. Nothing is atomic for it, and the sums are the same.
#[test]
fn the_owner_counts_as_all_threads_do() {
    check(None, || {
        let held = Held::new();
        // SAFETY: C has a hold, and this is the only thread.
        unsafe { held.holds.hold_for_call(Affinity::OneThread) };
        held.end_hand_over();
        assert_eq!(held.holds.release_c(), Some(false));
        // SAFETY: the call above.
        assert!(unsafe { held.holds.release_call(Affinity::OneThread) });
        assert_eq!(held.holds.release_c(), None);
    });
}

//! Threads take hazard pointers, their own and those of the stock, and leave them to others.

use std::ptr;
use std::rc::Rc;

use crate::calls::{call, unlist};
use crate::entries::hazards::{self, Running};
use crate::local::{self, Order};
use crate::model::{Context, Thread, check, entry, spawn, spawn_with};
use crate::sizes::HAZARDS;

/// A call that checks whether it is written down.
fn call_and_look(handle: usize) {
    call(handle, |_| assert!(entry(handle).is_running_here()));
}

/// Two threads end and begin while a third one scans.
fn hand_over(order: Order) {
    let context = Context::new();
    let handle = context.list();
    let callers = [(); 2].map(|()| spawn_with(order, move || call_and_look(handle)));
    assert!(unlist(&context, 0));
    callers.into_iter().for_each(Thread::join);
}

#[test]
fn a_thread_that_ends_leaves_its_own() {
    check(2, || hand_over(Order::DroppedFirst));
}

/// The number of the thread may have been ended before.
#[test]
fn a_thread_whose_number_has_ended_leaves_its_own() {
    check(2, || hand_over(Order::DroppedLast));
}

/// Its own hazard pointer belongs to another thread by then.
#[test]
fn a_thread_may_call_when_its_variables_have_ended() {
    check(2, || {
        let context = Context::new();
        let handle = context.list();
        let callers = [true, false].map(|ends| {
            spawn(move || {
                hazards::assign_own();
                if ends {
                    local::end(Order::DroppedFirst);
                }
                call_and_look(handle);
            })
        });
        assert!(unlist(&context, 0));
        callers.into_iter().for_each(Thread::join);
    });
}

/// Like `exit` inside a call, which is still running.
#[test]
fn a_call_may_end_the_variables_of_its_thread() {
    check(None, || {
        let context = Context::new();
        let handle = context.list();
        let own = Rc::clone(&context);
        assert!(call(handle, |_| {
            local::end(Order::DroppedFirst);
            assert!(entry(handle).is_running_here());
            assert!(!unlist(&own, 0));
        }));
        assert!(context.buried_by().is_some());
    });
}

/// The hazard pointer of a call shows another callback, and belongs to another thread. So the call is over, and
/// its effects are seen.
#[test]
fn a_closure_outlives_a_call_whose_hazard_was_handed_over() {
    check(3, || {
        let (one, other) = (Context::new(), Context::new());
        let (handle, other_handle) = (one.list(), other.list());
        let callers = [handle, other_handle].map(|handle| {
            spawn(move || {
                call(handle, |_| ());
            })
        });
        assert!(unlist(&one, 0));
        callers.into_iter().for_each(Thread::join);
    });
}

/// The same callback, with one call that is waited for and one that comes too late. The waiting thread does not
/// confuse them.
#[test]
fn a_late_call_has_the_hazard_of_one_that_is_awaited() {
    check(2, || {
        let context = Context::new();
        let handle = context.list();
        let callers = [1, 2].map(|calls| {
            spawn(move || {
                for _ in 0..calls {
                    call(handle, |_| ());
                }
            })
        });
        assert!(unlist(&context, 0));
        callers.into_iter().for_each(Thread::join);
    });
}

/// A thread that was waited for, and has notified, does not notify when it leaves again.
#[test]
fn who_has_told_tells_no_more() {
    check(None, || {
        let (one, other) = (Context::new(), Context::new());
        let (handle, other_handle) = (one.list(), other.list());
        let own = Rc::clone(&one);
        assert!(call(handle, |_| assert!(!unlist(&own, 0))));
        let running = hazards::protect(entry(other_handle).address()).expect("it is in no call");
        // SAFETY: entered above.
        unsafe { hazards::clear(running) };
        assert!(!running.is_watched(), "nobody waits");
        assert!(unlist(&other, 0));
    });
}

/// A call that was leaving while another thread looked for it leaves no mark for the next call, of another
/// callback.
#[test]
fn who_has_left_is_watched_no_more() {
    check(4, || {
        let (one, other) = (Context::new(), Context::new());
        let (handle, other_handle) = (one.list(), other.list());
        let kept = Rc::clone(&one);
        let ends = spawn(move || assert!(unlist(&kept, 0)));
        call(handle, |_| ());
        ends.join();
        let address = entry(other_handle).address();
        let own = hazards::protect(address).expect("it is in no call");
        // SAFETY: entered above.
        unsafe { hazards::clear(own) };
        assert!(!own.is_watched(), "nobody waits");
        let lent = hazards::protect_lent(address);
        // SAFETY: entered above.
        unsafe { hazards::clear(lent) };
        assert!(!lent.is_watched(), "nobody waits");
        lent.give_back();
        assert!(unlist(&other, 0));
    });
}

/// A hazard pointer of the stock becomes a thread's own. Its calls do not give it back then.
#[test]
fn what_was_lent_becomes_a_threads_own() {
    check(None, || {
        let context = Context::new();
        let handle = context.list();
        let address = entry(handle).address();
        // One more than exist, so that one is allocated.
        let take_all = move || [(); HAZARDS + 1].map(|()| hazards::protect_lent(address));
        let give_back = |lent: [Running; HAZARDS + 1]| {
            for running in lent {
                // SAFETY: entered above.
                unsafe { hazards::clear(running) };
                running.give_back();
            }
        };
        give_back(take_all());
        let other = spawn(move || {
            hazards::assign_own();
            assert!(call(handle, |_| ()));
            let lent = take_all();
            let own = hazards::protect(address).expect("its own is not among them");
            // SAFETY: entered above.
            unsafe { hazards::clear(own) };
            give_back(lent);
        });
        other.join();
        assert!(unlist(&context, 0));
    });
}

/// Returns how many exist. None is in use.
fn hazards() -> usize {
    hazards::threads_in(ptr::null()).count()
}

/// A thread that begins after another one has ended takes its hazard pointer, so their number does not grow.
#[test]
fn a_hazard_is_used_again() {
    for order in [Order::DroppedFirst, Order::DroppedLast] {
        check(
            None,
            match order {
                Order::DroppedFirst => || one_after_another(Order::DroppedFirst),
                Order::DroppedLast => || one_after_another(Order::DroppedLast),
            },
        );
    }
}

fn one_after_another(order: Order) {
    let context = Context::new();
    let handle = context.list();
    spawn_with(order, move || call_and_look(handle)).join();
    let before = hazards();
    spawn_with(order, move || call_and_look(handle)).join();
    assert_eq!(hazards(), before);
}

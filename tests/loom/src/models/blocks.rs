//! Threads that end leave their hazard pointers to others.

use std::ptr;

use crate::hazards;
use crate::local::Order;
use crate::model::{Context, Thread, call, check, entry, spawn, spawn_with, unlist};
use crate::thread::number;

/// A call that sees whether it is written down.
fn call_and_look(handle: usize) {
    call(handle, |_| assert!(entry(handle).threads().any(|thread| thread == number())));
}

/// A thread that leaves two blocks, of which the one leads to the other.
fn leave_two() {
    spawn(|| {
        let callback = ptr::without_provenance(8);
        let outer = hazards::enter(callback);
        let inner = hazards::enter(callback);
        // SAFETY: in the reverse order.
        unsafe { hazards::leave(inner) };
        // SAFETY: as above.
        unsafe { hazards::leave(outer) };
    })
    .join();
}

/// Two threads end and begin, a third one scans.
fn hand_over(order: Order) {
    leave_two();
    let context = Context::new();
    let handle = context.list();
    let callers = [(); 2].map(|()| spawn_with(order, move || call_and_look(handle)));
    assert!(unlist(&context, 0));
    callers.into_iter().for_each(Thread::join);
}

#[test]
fn a_thread_that_ends_leaves_its_own_blocks() {
    check(2, || hand_over(Order::DroppedFirst));
}

/// The block of a call shows another callback, and is another thread's: so the call is over, and
/// what it did is seen.
#[test]
fn a_closure_outlives_a_call_in_a_block_that_was_handed_over() {
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

/// The two blocks go to two threads, and the one leads to the other no more.
#[test]
fn a_thread_goes_on_in_a_block_of_its_own() {
    check(3, || {
        leave_two();
        let context = Context::new();
        let handle = context.list();
        let caller = spawn(move || call_and_look(handle));
        // The first of these is in the block that this thread has already.
        call(handle, |_| {
            call(handle, |_| call_and_look(handle));
        });
        caller.join();
    });
}

/// The thread's number may have ended before its blocks are left.
#[test]
fn a_thread_whose_number_has_ended_leaves_its_own_blocks() {
    check(3, || hand_over(Order::DroppedLast));
}

/// How many blocks there are: none is in use, and each has room for one call.
fn blocks() -> usize {
    hazards::threads_in(ptr::null()).count()
}

/// A thread that begins when another has ended takes its block: the list does not grow.
#[test]
fn a_block_is_used_again() {
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
    let before = blocks();
    for _ in 0..2 {
        spawn_with(order, move || call_and_look(handle)).join();
    }
    assert_eq!(blocks(), before + 1);
}

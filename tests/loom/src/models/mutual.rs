//! Callbacks that unregister each other.

use std::rc::Rc;

use crate::model::{Context, Thread, call, check, spawn, unlist};
use crate::sync::{AtomicUsize, Ordering};
use crate::thread::number;

#[test]
fn two_callbacks_unregister_each_other() {
    check(4, || {
        let (one, other) = (Context::new(), Context::new());
        let (one_handle, other_handle) = (one.list(), other.list());
        let ended = Rc::clone(&one);
        let caller = spawn(move || {
            if !call(other_handle, |_| {
                unlist(one_handle, &ended, 0);
            }) {
                unlist(one_handle, &ended, 0);
            }
        });
        if !call(one_handle, |_| {
            unlist(other_handle, &other, 0);
        }) {
            unlist(other_handle, &other, 0);
        }
        caller.join();
        assert!(one.buried_by().is_some() && other.buried_by().is_some());
    });
}

/// In a ring, each thread waits for the next one, and the last one for nobody.
#[test]
fn three_callbacks_unregister_each_other_in_a_ring() {
    check(2, || {
        let contexts = [(); 3].map(|()| Context::new());
        let handles = contexts.each_ref().map(|context| context.list());
        let end = |at: usize| {
            let (handle, next) = (handles[at], (at + 1) % 3);
            let (ended, next) = (Rc::clone(&contexts[next]), handles[next]);
            move || {
                let mut inside = false;
                call(handle, |_| {
                    inside = true;
                    unlist(next, &ended, 0);
                });
                if !inside {
                    unlist(next, &ended, 0);
                }
            }
        };
        let callers = [spawn(end(1)), spawn(end(2))];
        end(0)();
        callers.into_iter().for_each(Thread::join);
        assert!(contexts.iter().all(|context| context.buried_by().is_some()));
    });
}

/// A call on another thread waits for the owner's: then the owner does not wait for it, and the
/// last of the two buries.
#[test]
fn an_owner_does_not_wait_for_a_call_that_waits_for_it() {
    check(3, || {
        let (one, other) = (Context::new(), Context::new());
        let (one_handle, other_handle) = (one.list(), other.list());
        let owner = number();
        let (ended, own) = (Rc::clone(&other), Rc::clone(&one));
        let caller = spawn(move || {
            let mut inside = false;
            call(one_handle, |_| {
                inside = true;
                unlist(other_handle, &ended, 0);
            });
            if !inside {
                unlist(other_handle, &ended, 0);
            }
        });
        let mut inside = false;
        call(other_handle, |_| {
            inside = true;
            call(one_handle, |_| assert!(!unlist(one_handle, &own, owner)));
        });
        if !inside {
            unlist(one_handle, &one, owner);
        }
        caller.join();
        assert!(one.buried_by().is_some() && other.buried_by().is_some());
    });
}

/// The owner is not in the callback that it unregisters, and must not wait for a call of that: so
/// it does not come again, and the call buries.
#[test]
fn an_owner_that_does_not_come_again_leaves_it_to_others() {
    check(3, || {
        let (one, other) = (Context::new(), Context::new());
        let (one_handle, other_handle) = (one.list(), other.list());
        let (owner, ended) = (number(), Rc::clone(&other));
        let caller = spawn(move || {
            let mut inside = false;
            call(one_handle, |_| {
                inside = true;
                unlist(other_handle, &ended, 0);
            });
            if !inside {
                unlist(other_handle, &ended, 0);
            }
        });
        let mut inside = false;
        call(other_handle, |_| {
            inside = true;
            unlist(one_handle, &one, owner);
        });
        if !inside {
            unlist(one_handle, &one, owner);
        }
        caller.join();
        assert!(one.buried_by().is_some() && other.buried_by().is_some());
    });
}

/// Who has waited waits no more: another callback is where it waited, and a call of that one waits
/// for a call of this thread.
#[test]
fn who_has_waited_can_be_waited_for() {
    check(4, || {
        let (one, other) = (Context::new(), Context::new());
        let (handle, other_handle) = (one.list(), other.list());
        let next = Rc::new(AtomicUsize::new(0));
        let (told, ended) = (Rc::clone(&next), Rc::clone(&other));
        let caller = spawn(move || {
            call(handle, |_| ());
            call(told.load(Ordering::Acquire), |_| {
                assert!(unlist(other_handle, &ended, 0));
            });
        });
        assert!(unlist(handle, &one, 0));
        let second = Context::new();
        next.store(second.list(), Ordering::Release);
        call(other_handle, |_| ());
        caller.join();
    });
}

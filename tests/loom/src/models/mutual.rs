//! Callbacks that unregister each other.

use std::rc::Rc;

use crate::calls::{call, take_back, unlist};
use crate::model::{Context, Thread, check, spawn};
use crate::sync::{AtomicUsize, Ordering};
use crate::sys::thread::number;

#[test]
fn two_callbacks_unregister_each_other() {
    check(4, || {
        let (one, other) = (Context::new(), Context::new());
        let (one_handle, other_handle) = (one.list(), other.list());
        let ended = Rc::clone(&one);
        let caller = spawn(move || {
            if !call(other_handle, |_| {
                unlist(&ended, 0);
            }) {
                unlist(&ended, 0);
            }
        });
        if !call(one_handle, |_| {
            unlist(&other, 0);
        }) {
            unlist(&other, 0);
        }
        caller.join();
        assert!(one.buried_by().is_some() && other.buried_by().is_some());
    });
}

/// In a ring, each thread waits for the next one, and the last one does not wait.
#[test]
fn three_callbacks_unregister_each_other_in_a_ring() {
    check(2, || {
        let contexts = [(); 3].map(|()| Context::new());
        let handles = contexts.each_ref().map(|context| context.list());
        let end = |at: usize| {
            let (handle, ended) = (handles[at], Rc::clone(&contexts[(at + 1) % 3]));
            move || {
                let mut inside = false;
                call(handle, |_| {
                    inside = true;
                    unlist(&ended, 0);
                });
                if !inside {
                    unlist(&ended, 0);
                }
            }
        };
        let callers = [spawn(end(1)), spawn(end(2))];
        end(0)();
        callers.into_iter().for_each(Thread::join);
        assert!(contexts.iter().all(|context| context.buried_by().is_some()));
    });
}

/// A call on another thread waits for the owner's. Then the owner does not wait for it, and the last of the two
/// drops the closure.
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
                unlist(&ended, 0);
            });
            if !inside {
                unlist(&ended, 0);
            }
        });
        let mut inside = false;
        call(other_handle, |_| {
            inside = true;
            call(one_handle, |_| assert!(!unlist(&own, owner)));
        });
        if !inside {
            unlist(&one, owner);
        }
        caller.join();
        assert!(one.buried_by().is_some() && other.buried_by().is_some());
    });
}

/// The other way round: the call goes on before the owner has left. Then the owner waits, and drops the
/// closure.
#[test]
fn an_owner_waits_for_a_call_that_has_waited_for_it() {
    check(3, || {
        let (one, other) = (Context::new(), Context::new());
        let (one_handle, other_handle) = (one.list(), other.list());
        let owner = number();
        let ended = Rc::clone(&other);
        let caller = spawn(move || {
            call(one_handle, |_| {
                unlist(&ended, 0);
            });
        });
        assert!(call(one_handle, |_| {
            let mut inside = false;
            call(other_handle, |_| {
                inside = true;
                assert!(!unlist(&one, owner));
            });
            if !inside {
                assert!(!unlist(&one, owner));
            }
        }));
        assert_eq!(one.buried_by(), Some(owner));
        caller.join();
    });
}

/// The owner is not in the callback that it unregisters, and must not wait for a call of it. So the call drops
/// the closure.
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
                unlist(&ended, 0);
            });
            if !inside {
                unlist(&ended, 0);
            }
        });
        let mut inside = false;
        call(other_handle, |_| {
            inside = true;
            unlist(&one, owner);
        });
        if !inside {
            unlist(&one, owner);
        }
        caller.join();
        assert!(one.buried_by().is_some() && other.buried_by().is_some());
    });
}

/// A thread that has waited does not wait anymore: another callback is in that place, and a call of it waits
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
                assert!(unlist(&ended, 0));
            });
        });
        assert!(unlist(&one, 0));
        let second = Context::new();
        next.store(second.list(), Ordering::Release);
        call(other_handle, |_| ());
        caller.join();
    });
}

/// A thread that takes a closure back waits for all calls. A call that waits for that thread goes on instead.
#[test]
fn who_takes_back_waits_for_a_call_that_waits_for_it() {
    check(4, || {
        let (one, other) = (Context::new(), Context::new());
        let (one_handle, other_handle) = (one.list(), other.list());
        let ended = Rc::clone(&other);
        let caller = spawn(move || {
            let mut inside = false;
            call(one_handle, |_| {
                inside = true;
                unlist(&ended, 0);
            });
            if !inside {
                unlist(&ended, 0);
            }
        });
        let mut inside = false;
        call(other_handle, |_| {
            inside = true;
            take_back(&one);
        });
        if !inside {
            take_back(&one);
        }
        caller.join();
        assert!(one.buried_by().is_some() && other.buried_by().is_some());
    });
}

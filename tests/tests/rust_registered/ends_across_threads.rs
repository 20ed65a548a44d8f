//! Registrations that end while calls are running on other threads. The "C library" is played by
//! Rust, which calls from threads.

use std::ffi::c_int;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Barrier, Condvar, Mutex};
use std::thread::{self, ScopedJoinHandle};

use callback_tests::{Drops, Parts, accept, removed};

use crate::across::{Flash, Kept, Raw, Spark, flash, parts, signal, spark, wait_for};

#[test]
fn a_drop_waits_for_the_call_on_another_thread() {
    let (entered, inside) = signal();
    let (unset, told) = signal();
    let (log, drops) = (Arc::new(Mutex::new(Vec::new())), Drops::new());
    let (own, token) = (Arc::clone(&log), drops.token());
    let registration: Kept<Flash> = Flash::new(move |item| {
        token.touch();
        entered.send(()).unwrap();
        // The drop has begun, and has to wait.
        wait_for(&told);
        own.lock().unwrap().push("the call returns");
        item
    })
    .register(accept, move |_, _, ()| {
        unset.send(()).unwrap();
        Ok(())
    })
    .unwrap();
    let parts = parts!(registration);
    thread::scope(|threads| {
        let caller = threads.spawn(move || flash(parts, 5));
        wait_for(&inside);
        assert!(registration.is_running());
        drop(registration);
        log.lock().unwrap().push("the drop returns");
        assert_eq!(drops.count(), 1);
        assert_eq!(caller.join().unwrap(), 5);
    });
    assert_eq!(*log.lock().unwrap(), ["the call returns", "the drop returns"]);
}

#[test]
fn an_exclusive_closure_is_waited_for_too() {
    let (entered, inside) = signal();
    let (unset, told) = signal();
    let drops = Drops::new();
    let (token, returned) = (drops.token(), Arc::new(AtomicBool::new(false)));
    let (mut calls, returns) = (0, Arc::clone(&returned));
    let registration: Kept<Spark> = Spark::new(move |item| {
        token.touch();
        calls += item;
        entered.send(()).unwrap();
        wait_for(&told);
        returns.store(true, Ordering::SeqCst);
        calls
    })
    .register(accept, move |_, _, ()| {
        unset.send(()).unwrap();
        Ok(())
    })
    .unwrap();
    let parts = parts!(registration);
    thread::scope(|threads| {
        threads.spawn(move || assert_eq!(spark(parts, 5), 5));
        wait_for(&inside);
        // On a third thread.
        threads.spawn(move || drop(registration)).join().unwrap();
        assert!(returned.load(Ordering::SeqCst));
        assert_eq!(drops.count(), 1);
    });
}

#[test]
fn one_that_unregisters_itself_waits_for_the_others() {
    let (entered, inside) = signal();
    let (unset, told) = signal();
    let drops = Drops::new();
    let place = Arc::new(Mutex::new(None::<Kept<Flash>>));
    let (own, token, others) = (Arc::clone(&place), drops.token(), Arc::new(AtomicUsize::new(0)));
    let returned = Arc::clone(&others);
    let registration = Flash::new(move |item| {
        token.touch();
        if item == 1 {
            entered.send(()).unwrap();
            wait_for(&told);
            returned.fetch_add(1, Ordering::SeqCst);
            item
        } else {
            let own = own.lock().unwrap().take();
            drop(own);
            c_int::try_from(returned.load(Ordering::SeqCst)).unwrap() + item
        }
    })
    .register(accept, move |_, _, ()| {
        unset.send(()).unwrap();
        Ok(())
    })
    .unwrap();
    let parts = parts!(registration);
    *place.lock().unwrap() = Some(registration);
    thread::scope(|threads| {
        let other = threads.spawn(move || flash(parts, 1));
        wait_for(&inside);
        assert_eq!(flash(parts, 20), 21);
        assert_eq!(drops.count(), 1);
        assert_eq!(other.join().unwrap(), 1);
    });
}

/// Drops, in each of `count` callbacks at once, the registration of the next one.
fn drop_in_a_circle(count: usize) {
    let drops = Drops::new();
    let places: Arc<Vec<Mutex<Option<Kept<Flash>>>>> =
        Arc::new((0..count).map(|_| Mutex::new(None)).collect());
    let all_inside = Arc::new(Barrier::new(count));
    let mut parts = Vec::new();
    for at in 0..count {
        let (places_of_all, all_inside, token) =
            (Arc::clone(&places), Arc::clone(&all_inside), drops.token());
        let registration = Flash::new(move |item| {
            all_inside.wait();
            let next = places_of_all[(at + 1) % count].lock().unwrap().take();
            drop(next);
            token.touch();
            item
        })
        .register(accept, removed)
        .unwrap();
        parts.push(parts!(registration));
        *places[at].lock().unwrap() = Some(registration);
    }
    thread::scope(|threads| {
        let callers: Vec<ScopedJoinHandle<'_, c_int>> =
            parts.iter().map(|&parts| threads.spawn(move || flash(parts, 3))).collect();
        for caller in callers {
            assert_eq!(caller.join().unwrap(), 3);
        }
    });
    assert_eq!(drops.count(), count);
}

#[test]
fn two_callbacks_unregister_each_other() {
    (0..50).for_each(|_| drop_in_a_circle(2));
}

#[test]
fn three_callbacks_unregister_each_other() {
    (0..50).for_each(|_| drop_in_a_circle(3));
}

#[test]
fn a_closure_comes_back_from_a_thread_that_waits_for_this_one() {
    // In `outer`, C refuses `inner`, but calls it on another thread. Dropping it there drops the registration
    // of `outer`, which waits for this thread.
    let (unset, told) = signal();
    let drops = Drops::new();
    let place = Arc::new(Mutex::new(None::<Kept<Flash>>));
    let (own, token) = (Arc::clone(&place), drops.token());
    let outer = Flash::new(move |item| {
        token.touch();
        let mut caller = None;
        let of_outer = Arc::clone(&own);
        let inner = Flash::new(move |item| {
            drop(of_outer.lock().unwrap().take());
            item
        });
        let refused = inner
            .try_register(
                |function, user| {
                    let parts: Raw<Flash> = Parts::new(function, user);
                    caller = Some(thread::spawn(move || flash(parts, 6)));
                    wait_for(&told);
                    Err(item)
                },
                |_, _, ()| Ok(()),
            )
            .unwrap_err();
        // No call is in it anymore.
        assert_eq!(caller.unwrap().join().unwrap(), 6);
        assert_eq!((refused.closure)(7), 7);
        refused.error
    })
    .register(accept, move |_, _, ()| {
        unset.send(()).unwrap();
        Ok(())
    })
    .unwrap();
    let parts = parts!(outer);
    *place.lock().unwrap() = Some(outer);
    assert_eq!(flash(parts, 5), 5);
    assert_eq!(drops.count(), 1);
}

#[test]
fn unset_may_wait_until_no_callback_runs() {
    /// A library that counts its calls, and whose `unset` waits until none is running.
    #[derive(Default)]
    struct Library {
        running: Mutex<usize>,
        idle: Condvar,
    }
    let (entered, inside) = signal();
    let (go_on, told) = signal();
    let library = Arc::new(Library::default());
    let waiting = Arc::clone(&library);
    let drops = Drops::new();
    let token = drops.token();
    let registration: Kept<Flash> = Flash::new(move |item| {
        token.touch();
        entered.send(()).unwrap();
        wait_for(&told);
        item
    })
    .register(accept, move |_, _, ()| {
        go_on.send(()).unwrap();
        let running = waiting.running.lock().unwrap();
        drop(waiting.idle.wait_while(running, |running| *running > 0).unwrap());
        Ok(())
    })
    .unwrap();
    let parts = parts!(registration);
    thread::scope(|threads| {
        let caller = threads.spawn(|| {
            *library.running.lock().unwrap() += 1;
            let got = flash(parts, 8);
            *library.running.lock().unwrap() -= 1;
            library.idle.notify_all();
            got
        });
        wait_for(&inside);
        drop(registration);
        assert_eq!(drops.count(), 1);
        assert_eq!(caller.join().unwrap(), 8);
    });
}

#[test]
fn unset_may_have_another_thread_call_once_more() {
    let drops = Drops::new();
    let token = drops.token();
    let flash: Kept<Flash> = Flash::new(move |item| {
        token.touch();
        item
    })
    .register(accept, |function, user, ()| {
        let parts: Raw<Flash> = Parts::new(function, user);
        let got = thread::spawn(move || flash(parts, 9)).join().unwrap();
        if got == 9 { Ok(()) } else { Err(got) }
    })
    .unwrap();
    assert_eq!((flash.unregister(), drops.count()), (Ok(()), 1));
}

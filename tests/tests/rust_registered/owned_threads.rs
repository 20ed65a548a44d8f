//! `owned`, and calls on other threads. The "C library" is played by Rust, which calls from threads.

use std::cell::RefCell;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use callback_runtime::{Fault, Owned, RawContext, RawFn};
use callback_tests::{Drops, Parts, keep_reachable, listen, rounds};

use crate::across::{signal, wait_for};
use crate::declared::{Flash, Spark, Tick, Tock};

type Raw<C> = Parts<RawFn<C>, RawContext<C>>;

macro_rules! parts {
    ($owned:expr) => {
        Parts::new($owned.function(), $owned.context())
    };
}

macro_rules! call {
    ($parts:expr, $item:expr) => {{
        let (function, user) = $parts.get();
        // SAFETY: C may call at any time.
        unsafe { function($item, user) }
    }};
}

macro_rules! of_each_bound_kind {
    ($($test:ident: $name:ident;)*) => {$(
        #[test]
        fn $test() {
            let ear = listen(stringify!($name));
            let drops = Drops::new();
            let token = drops.token();
            let owned = $name::new(move |item| {
                token.touch();
                item
            })
            .owned();
            let parts: Raw<$name> = parts!(owned);
            assert_eq!(call!(parts, 5), 5);
            assert_eq!(thread::spawn(move || call!(parts, 5)).join().unwrap(), -1);
            assert_eq!((owned.fault(), call!(parts, 6)), (Some(Fault::WrongThread), 6));
            drop(owned);
            assert_eq!(thread::spawn(move || call!(parts, 5)).join().unwrap(), -1);
            assert_eq!((drops.count(), ear.leaks()), (1, vec![false, false]));
            assert_eq!(ear.faults(), [Fault::WrongThread, Fault::Expired]);
        }
    )*};
}

of_each_bound_kind! {
    a_fn_mut_runs_on_its_thread_alone: Tick;
    a_fn_runs_on_its_thread_alone: Tock;
}

/// The thread that drops it waits for the call, and the closure is dropped after that.
macro_rules! of_each_kind_for_any_thread {
    ($($test:ident: $name:ident;)*) => {$(
        #[test]
        fn $test() {
            let ear = listen(stringify!($name));
            let drops = Drops::new();
            let ((entered, inside), (go_on, told)) = (signal(), signal());
            let token = drops.token();
            let owned = $name::new(move |item| {
                if item == 5 {
                    entered.send(()).unwrap();
                    wait_for(&told);
                }
                token.touch();
                item
            })
            .owned();
            let parts: Raw<$name> = parts!(owned);
            let dropped = AtomicBool::new(false);
            thread::scope(|threads| {
                let caller = threads.spawn(move || call!(parts, 5));
                wait_for(&inside);
                let was_running = owned.is_running();
                let dropping = threads.spawn(|| {
                    drop(owned);
                    dropped.store(true, Ordering::SeqCst);
                });
                // Until the end begins, an exclusive closure refuses them, and the other one answers.
                while ear.count(Fault::Expired) == 0 {
                    call!(parts, 6);
                    thread::yield_now();
                }
                let before = (dropped.load(Ordering::SeqCst), drops.count());
                go_on.send(()).unwrap();
                assert_eq!((was_running, before), (true, (false, 0)));
                assert_eq!(caller.join().unwrap(), 5);
                dropping.join().unwrap();
            });
            assert_eq!((drops.count(), dropped.into_inner()), (1, true));
        }
    )*};
}

of_each_kind_for_any_thread! {
    the_drop_waits_for_a_call_of_a_fn_mut: Spark;
    the_drop_waits_for_a_call_of_a_fn: Flash;
}

/// Two callbacks, on two threads, each of which drops the owner of the other.
#[test]
fn two_drop_what_owns_each_other() {
    let _ear = listen("Flash");
    let drops = Drops::new();
    let places: [Mutex<Option<Owned<Flash>>>; 2] = [Mutex::new(None), Mutex::new(None)];
    let places: &'static [Mutex<Option<Owned<Flash>>>; 2] = Box::leak(Box::new(places));
    keep_reachable((&raw const *places).cast_mut());
    for _ in 0..rounds(100) {
        let before = drops.count();
        let both: [Raw<Flash>; 2] = [0, 1].map(|own| {
            let token = drops.token();
            let flash = Flash::new(move |item| {
                let other = places[1 - own].lock().unwrap().take();
                drop(other);
                token.touch();
                item
            })
            .owned();
            let parts = parts!(flash);
            *places[own].lock().unwrap() = Some(flash);
            parts
        });
        thread::scope(|threads| {
            let answers = both.map(|parts| threads.spawn(move || call!(parts, 5)));
            // The second call may be late.
            let answers = answers.map(|answer| answer.join().unwrap());
            assert!(answers.contains(&5), "{answers:?}");
        });
        for place in places {
            drop(place.lock().unwrap().take());
        }
        assert_eq!(drops.count(), before + 2);
    }
}

#[test]
fn its_thread_ends_and_it_answers_nobody() {
    let ear = listen("Tick");
    let drops = Drops::new();
    let parts = thread::scope(|threads| {
        let owner = threads.spawn(|| {
            let token = drops.token();
            let (tick, user) = Tick::new(move |item| {
                token.touch();
                item
            })
            .owned()
            .leak();
            keep_reachable(user);
            Raw::<Tick>::new(tick, user)
        });
        owner.join().unwrap()
    });
    assert_eq!([call!(parts, 5), call!(parts, 5)], [-1, -1]);
    assert_eq!((ear.faults(), drops.count()), (vec![Fault::WrongThread], 0));
}

thread_local! {
    static KEPT: RefCell<Option<Owned<Tick>>> = const { RefCell::new(None) };
}

#[test]
fn what_its_thread_keeps_ends_with_it() {
    let ear = listen("Tick");
    let drops = Drops::new();
    let parts = thread::scope(|threads| {
        let owner = threads.spawn(|| {
            let token = drops.token();
            let tick = Tick::new(move |item| {
                token.touch();
                item
            })
            .owned();
            let parts: Raw<Tick> = parts!(tick);
            KEPT.set(Some(tick));
            assert_eq!((call!(parts, 5), drops.count()), (5, 0));
            parts
        });
        owner.join().unwrap()
    });
    assert_eq!((drops.count(), ear.faults()), (1, vec![]));
    assert_eq!((call!(parts, 5), ear.faults()), (-1, vec![Fault::Expired]));
}

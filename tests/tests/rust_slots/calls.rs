//! `context = none`: C calls without user data. The "C library" is played by Rust.

use std::cell::{Cell, RefCell};
use std::cmp::Ordering;
use std::ffi::{c_int, c_void};
use std::ops::ControlFlow::{self, Break, Continue};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::Relaxed;

use callback_runtime::{Fault, RawFn, Slot, callback};
use callback_tests::{Drops, listen, message, panic_of};

// Enough for all tests that run at once.
#[callback(extern "C" fn(c_int) -> c_int, context = none, slots = 64, fallback = -1)]
type Tick = dyn FnMut(c_int) -> c_int;

#[callback(extern "C", context = none, slots = 2, fallback = -1)]
type Tock = dyn Fn(c_int) -> c_int;

#[callback(extern "C", context = none, fallback = -1)]
type Once = dyn FnOnce(c_int) -> c_int;

#[callback(
    extern "C" fn(*const c_void, *const c_void) -> c_int,
    context = none, slots = 3, fallback = 0,
)]
type Compare<T> = dyn FnMut(&T, &T) -> Ordering;

#[callback(
    extern "C" fn(c_int) -> c_int,
    context = none, slots = 1, continue = 1, break = 0, fallback = -1,
)]
type Visit<B> = dyn FnMut(c_int) -> ControlFlow<B>;

/// A declaration that takes C's `bool`, a slice, and more arguments than fit into registers.
#[callback(
    extern "C" fn(bool, *const u8, usize, f64, i64, i64, i64, i64, i64, i64, Wide) -> Wide,
    context = none, fallback = Wide([0; 5]),
)]
type Many = dyn FnMut(bool, &[u8], f64, i64, i64, i64, i64, i64, i64, Wide) -> Wide;

#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq)]
struct Wide([i64; 5]);

/// A result with a destructor, whose drops are counted.
#[repr(C)]
struct Counted(c_int);

static COUNTED: AtomicUsize = AtomicUsize::new(0);

impl Drop for Counted {
    fn drop(&mut self) {
        COUNTED.fetch_add(1, Relaxed);
    }
}

#[callback(extern "C", context = none, fallback = Counted(-1))]
type Counts = dyn Fn(c_int) -> Counted + Send + Sync;

#[callback(extern "C", context = none, slots = 4096)]
type Most = dyn Fn() + Send + Sync;

type TickFn = Option<unsafe extern "C" fn(c_int) -> c_int>;

#[callback(extern "C", context = none, matches = TickFn, fallback = -1)]
type Matching = dyn FnMut(c_int) -> c_int;

fn tick(tick: RawFn<Tick>, item: c_int) -> c_int {
    // SAFETY: the function of a slot may be called at any time.
    unsafe { tick(item) }
}

fn tock(tock: RawFn<Tock>, item: c_int) -> c_int {
    // SAFETY: as above.
    unsafe { tock(item) }
}

/// `qsort`, which has no user data.
fn sort<T>(items: &mut [T], compare: RawFn<Compare<T>>) {
    items.sort_by(|a, b| {
        let [a, b] = [a, b].map(|item| std::ptr::from_ref(item).cast());
        // SAFETY: both pointers are to items.
        unsafe { compare(a, b) }.cmp(&0)
    });
}

#[test]
fn a_closure_sorts_without_user_data() {
    let (mut numbers, mut calls) = ([3, 1, 2], 0);
    Compare::new(|a: &i32, b: &i32| {
        calls += 1;
        b.cmp(a)
    })
    .scope(|compare| sort(&mut numbers, compare));
    assert_eq!(numbers, [3, 2, 1]);
    assert!(calls >= 2);

    let mut words = ["pear", "fig", "banana"];
    Compare::new(|a: &&str, b: &&str| a.len().cmp(&b.len()))
        .scope(|compare| sort(&mut words, compare));
    assert_eq!(words, ["fig", "pear", "banana"]);
}

#[test]
fn each_closure_has_a_function_of_its_own() {
    let slots: Vec<Slot<Tick>> =
        (1..=3).map(|factor| Tick::new(move |item| item * factor).slot().unwrap()).collect();
    let functions: Vec<_> = slots.iter().map(Slot::function).collect();
    assert_eq!(
        functions.iter().map(|&function| tick(function, 7)).collect::<Vec<_>>(),
        [7, 14, 21]
    );
}

#[test]
fn a_dropped_slot_is_free_again() {
    let _ear = listen("Visit");
    for round in 0..3 {
        let visit = Visit::<()>::new(move |_| Continue(())).slot().unwrap();
        let exhausted = Visit::<()>::new(|_| Continue(())).slot().unwrap_err();
        assert_eq!((exhausted.callback(), exhausted.live()), ("Visit", 1), "{round}");
        drop(visit);
    }
}

#[test]
fn all_slots_taken_is_an_error_that_says_what_to_do() {
    let drops = Drops::new();
    let slots = [1, 2].map(|factor| Tock::new(move |item| item * factor).slot().unwrap());
    let token = drops.token();
    let third = Tock::new(move |item| {
        token.touch();
        item
    });
    let exhausted = third.slot().unwrap_err();
    assert_eq!(drops.count(), 1);
    assert_eq!((exhausted.callback(), exhausted.live()), ("Tock", 2));
    let text = exhausted.to_string();
    assert!(text.starts_with(concat!("callback `Tock` declared at ", file!(), ":")), "{text}");
    assert!(
        text.ends_with(": all 2 slots are in use; declare more with `slots = <number>`"),
        "{text}"
    );
    let scoped = Tock::new(|item| item).try_scope(|function| tock(function, 1));
    assert!(scoped.is_err());
    let payload = panic_of(|| Tock::new(|item| item).scope(|function| tock(function, 1)));
    assert_eq!(message(&*payload), text);
    drop(slots);
    let scoped = Tock::new(|item| item).try_scope(|function| tock(function, 1));
    assert_eq!(scoped.unwrap(), 1);
}

#[test]
fn arguments_of_every_sort_reach_the_closure() {
    let wide = Wide([1, -2, 3, -4, 5]);
    let mut seen = Vec::new();
    let answer = Many::new(|flag, bytes, real, a, b, c, d, e, f, passed| {
        seen.push((flag, bytes.to_vec(), real, [a, b, c, d, e, f], passed));
        Wide([f, e, d, c, b])
    })
    .scope(|many| {
        let bytes = [9, 8, 7];
        // SAFETY: the slice is valid for the call.
        unsafe { many(true, bytes.as_ptr(), 3, 2.5, 1, 2, 3, 4, 5, 6, wide) }
    });
    assert_eq!(seen, [(true, vec![9, 8, 7], 2.5, [1, 2, 3, 4, 5, 6], wide)]);
    assert_eq!(answer, Wide([6, 5, 4, 3, 2]));
}

#[test]
fn what_escapes_comes_back() {
    let _ear = listen("Visit");
    let found = Visit::new(|item| if item > 1 { Break(item) } else { Continue(()) })
        // SAFETY: the function of a slot may be called at any time.
        .scope(|visit| [1, 2, 1].map(|item| unsafe { visit(item) }));
    assert_eq!(found, Break(2));
    let visit = Visit::new(Break).slot().unwrap();
    let function = visit.function();
    // SAFETY: as above.
    assert_eq!([5, 6].map(|item| unsafe { function(item) }), [0, 0]);
    assert_eq!(visit.release(), Break(5));
}

#[test]
fn a_late_call_gets_the_fallback() {
    let ear = listen("Tick");
    let drops = Drops::new();
    let token = drops.token();
    let slot = Tick::new(move |item| {
        token.touch();
        item
    })
    .slot()
    .unwrap();
    let function = slot.function();
    assert_eq!(tick(function, 1), 1);
    drop(slot);
    assert_eq!(drops.count(), 1);
    assert_eq!(tick(function, 1), -1);
    let scoped = Tick::new(|item| item).scope(|function| function);
    assert_eq!(tick(scoped, 1), -1);
    assert_eq!(ear.faults(), [Fault::Expired; 2]);
}

#[test]
fn a_panic_is_that_of_its_own_closure() {
    let ear = listen("Tick");
    let good = Tick::new(|item| item).slot().unwrap();
    let bad = Tick::new(|item| panic!("item {item}")).slot().unwrap();
    assert_eq!([good.function(), bad.function()].map(|function| tick(function, 2)), [2, -1]);
    assert_eq!((good.fault(), bad.fault()), (None, Some(Fault::Panicked)));
    assert_eq!(message(&*bad.take_panic().unwrap()), "item 2");
    let payload = panic_of(|| Tick::new(|_| panic!("in a scope")).scope(|f| tick(f, 1)));
    assert_eq!(message(&*payload), "in a scope");
    assert_eq!(ear.faults(), [Fault::Panicked; 2]);
}

#[test]
fn one_that_empties_its_own_slot_outlives_its_call() {
    let ear = listen("Tick");
    let drops = Drops::new();
    let own = Rc::new(RefCell::new(None::<Slot<Tick>>));
    let (place, token) = (Rc::clone(&own), drops.token());
    let slot = Tick::new(move |item| {
        drop(place.take());
        token.touch();
        item
    })
    .slot()
    .unwrap();
    let function = slot.function();
    *own.borrow_mut() = Some(slot);
    assert_eq!((tick(function, 3), drops.count()), (3, 1));
    assert_eq!(tick(function, 3), -1);
    assert_eq!(ear.faults(), [Fault::Expired]);
}

#[test]
fn a_fn_once_is_called_once() {
    let ear = listen("Once");
    let drops = Drops::new();
    let token = drops.token();
    let once = Once::new(move |item| {
        drop(token);
        item
    })
    .slot()
    .unwrap();
    let function = once.function();
    // SAFETY: the function of a slot may be called at any time.
    assert_eq!([1, 2].map(|item| unsafe { function(item) }), [1, -1]);
    assert_eq!((once.fault(), drops.count()), (Some(Fault::Expired), 1));
    assert_eq!(ear.faults(), [Fault::Expired]);
}

#[test]
fn a_slot_that_is_leaked_stays() {
    let calls = Rc::new(Cell::new(0));
    let count = Rc::clone(&calls);
    let matching = Matching::new(move |item| {
        count.set(count.get() + item);
        count.get()
    });
    let function = matching.slot().unwrap().leak();
    // SAFETY: the function of a slot may be called at any time.
    assert_eq!([1, 2].map(|item| unsafe { function(item) }), [1, 3]);
}

#[test]
fn there_may_be_thousands() {
    let hits = Arc::new(AtomicUsize::new(0));
    let slots: Vec<Slot<Most>> = (0..4096)
        .map(|_| {
            let hits = Arc::clone(&hits);
            Most::new(move || {
                hits.fetch_add(1, Relaxed);
            })
            .slot()
            .unwrap()
        })
        .collect();
    assert!(Most::new(|| ()).slot().is_err());
    for slot in &slots {
        // SAFETY: the function of a slot may be called at any time.
        unsafe { slot.function()() };
    }
    assert_eq!(hits.load(Relaxed), 4096);
    let mut functions: Vec<usize> = slots.iter().map(|slot| slot.function() as usize).collect();
    functions.sort_unstable();
    functions.dedup();
    assert_eq!(functions.len(), 4096);
}

#[test]
fn a_call_drops_no_fallback() {
    let ear = listen("Counts");
    let slot = Counts::new(Counted).slot().unwrap();
    let function = slot.function();
    // SAFETY: the function of a slot may be called at any time.
    let answer = unsafe { function(3) };
    assert_eq!((answer.0, COUNTED.load(Relaxed)), (3, 0));
    drop((answer, slot));
    assert_eq!(COUNTED.load(Relaxed), 1);
    // SAFETY: as above.
    let late = unsafe { function(4) };
    assert_eq!((late.0, COUNTED.load(Relaxed)), (-1, 1));
    assert_eq!(ear.faults(), [Fault::Expired]);
}

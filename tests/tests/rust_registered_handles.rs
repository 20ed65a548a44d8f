//! Handles that C invents. Alone, because another test could have registered one of them.
//!
//! User data that C invents from a handle leads to the closure of that handle, or nowhere.

use std::collections::HashSet;
use std::ffi::c_int;
use std::panic;
use std::ptr;
use std::sync::{Mutex, MutexGuard, PoisonError};

use callback_runtime::{Fault, RawContext, RawFn, Registration, callback};
use callback_tests::{accept, listen, removed};

#[callback(extern "C", fallback = -1)]
type Tick = dyn FnMut(c_int) -> c_int;

#[callback(extern "C", fallback = -1)]
type Flash = dyn Fn(c_int) -> c_int + Send + Sync;

type Kept<C> = Registration<'static, C, c_int>;

macro_rules! ring {
    ($registration:expr, $item:expr) => {{
        let (function, context) = ($registration.function(), $registration.context());
        // SAFETY: the context is the one that was handed over with the function.
        unsafe { function($item, context) }
    }};
}

/// Values that are not handles of this process, but close to `handle`.
fn made_up(handle: usize) -> Vec<usize> {
    let bits = 0..usize::BITS;
    let mut made_up: Vec<usize> = bits.clone().map(|bit| handle ^ (1 << bit)).collect();
    made_up.extend(bits.clone().flat_map(|one| {
        bits.clone()
            .filter(move |&other| other < one)
            .map(move |other| handle ^ (1 << one) ^ (1 << other))
    }));
    made_up.extend(bits.map(|bit| 1 << bit));
    made_up.extend([usize::MAX, usize::MAX >> 1, handle.wrapping_neg()]);
    made_up
}

/// Separates the tests: if there are many registrations, a handle that one test invents may be one that
/// another test has registered.
fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

#[test]
fn what_c_makes_up_leads_nowhere() {
    let _alone = alone();
    let ear = listen("Tick");
    // With 64 bits, the generations are so far apart that other registrations make no difference.
    let others = if usize::BITS == 64 { 8 } else { 0 };
    let _others: Vec<Kept<Tick>> =
        (0..others).map(|_| Tick::new(|item| item).register(accept, removed).unwrap()).collect();
    let tick: Kept<Tick> = Tick::new(|item| item).register(accept, removed).unwrap();
    let (function, user) = (tick.function(), tick.context());
    let mut made_up = made_up(user.addr());
    made_up.push(ptr::from_ref(&tick).addr());
    for &address in &made_up {
        // SAFETY: the function looks up any context.
        let got = unsafe { function(7, ptr::without_provenance_mut(address)) };
        assert_eq!(got, -1, "{address:#x}");
    }
    let expired = ear.faults().into_iter().filter(|&fault| fault == Fault::Expired).count();
    assert_eq!((expired, ear.faults().len()), (made_up.len(), made_up.len()));
    assert_eq!(ring!(tick, 7), 7);
    // SAFETY: null is not a context, and the trampoline checks for it.
    assert_eq!(unsafe { function(7, ptr::null_mut()) }, -1);
    assert_eq!(ear.faults().last(), Some(&Fault::InvalidArgument));
    assert_eq!(ring!(tick, 7), 7);
}

/// C libraries tag and pack user data, and refuse implausible pointers.
#[test]
fn a_handle_looks_like_a_pointer() {
    let _alone = alone();
    let (align, bits) = if usize::BITS == 64 { (16, 47) } else { (8, 32) };
    for _ in 0..3 {
        let ticks: Vec<Kept<Tick>> =
            (0..2_000).map(|_| Tick::new(|item| item).register(accept, removed).unwrap()).collect();
        for tick in &ticks {
            let handle = tick.context().addr();
            assert_eq!((handle % align, handle.checked_shr(bits).unwrap_or(0)), (0, 0));
            assert_eq!(ring!(tick, 7), 7);
        }
    }
}

#[test]
fn a_handle_is_not_used_again() {
    let ear = listen("Tick");
    let mut seen = Vec::new();
    let mut function = None;
    for round in 0..100 {
        let tick: Kept<Tick> = Tick::new(move |_| round).register(accept, removed).unwrap();
        assert_eq!(ring!(tick, 0), round);
        function = Some(tick.function());
        seen.push(tick.context());
    }
    let last: Kept<Tick> = Tick::new(|_| 100).register(accept, removed).unwrap();
    for &old in &seen {
        assert_ne!(old, last.context());
        // SAFETY: a late call.
        assert_eq!(unsafe { function.unwrap()(0, old) }, -1);
    }
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), 100);
    assert_eq!(ear.faults(), [Fault::Expired; 100]);
}

/// Registers more than the table has room for at first, three times in the same places.
#[test]
fn many_are_registered_at_once() {
    // With 32 bits a chunk has 1,024 places, and there are 32.
    const MANY: c_int = match (cfg!(miri), usize::BITS) {
        (true, _) => 5_000,
        (false, 64) => 66_000,
        (false, _) => 10_000,
    };
    let _alone = alone();
    let ear = listen("Tick");
    let mut seen: HashSet<RawContext<Tick>> = HashSet::new();
    for begin in [0, MANY, 2 * MANY] {
        let ticks: Vec<Kept<Tick>> = (begin..begin + MANY)
            .map(|number| Tick::new(move |item| number + item).register(accept, removed).unwrap())
            .collect();
        for (number, tick) in (begin..).zip(&ticks) {
            assert_eq!(ring!(tick, 5), number + 5);
        }
        let function = ticks[0].function();
        for &old in &seen {
            // SAFETY: a late call.
            assert_eq!(unsafe { function(5, old) }, -1);
        }
        seen.extend(ticks.iter().map(Kept::context));
        assert_eq!(seen.len(), usize::try_from(begin + MANY).unwrap());
    }
    assert_eq!(ear.faults().len(), usize::try_from(MANY + 2 * MANY).unwrap());
    assert_eq!(ear.count(Fault::Expired), ear.faults().len());
}

/// Calls a callback with everything that C may invent. Returns how often a call reached a closure.
fn try_all(function: RawFn<Flash>, user: RawContext<Flash>) -> usize {
    let all = made_up(user.addr());
    // SAFETY: the function looks up any context.
    let call = |address| unsafe { function(7, ptr::without_provenance_mut(address)) };
    all.into_iter().filter(|&address| call(address) != -1).count()
}

/// The key of a callback has bits for a closed callback, and for a call that needs a fence. No call enters by
/// passing these bits.
#[test]
fn what_c_makes_up_leads_nowhere_on_any_thread_or_after_a_fault() {
    let _alone = alone();
    let ear = listen("Flash");
    let flash: Kept<Flash> = Flash::new(|item| {
        if item == 0 {
            panic::resume_unwind(Box::new(0));
        }
        item
    })
    .register(accept, removed)
    .unwrap();
    let (function, user) = (flash.function(), flash.context());
    assert_eq!((try_all(function, user), ring!(flash, 7)), (0, 7));
    assert_eq!(ring!(flash, 0), -1);
    assert_eq!((try_all(function, user), ring!(flash, 7)), (0, -1));
    assert_eq!(flash.fault(), Some(Fault::Panicked));
    drop(flash);
    assert_eq!(try_all(function, user), 0);
    // One report for the panic, and one for each call that found nothing.
    let panics = ear.faults().into_iter().filter(|&fault| fault == Fault::Panicked).count();
    assert_eq!((panics, ear.faults().len()), (1, 1 + 3 * made_up(0).len()));
}

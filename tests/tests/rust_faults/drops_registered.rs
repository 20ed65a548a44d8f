//! Destructors that panic when a registration or a slot ends: of an escaped value, of the error of `unset`,
//! of a closure that a panic of `set` leaves; and of the arguments of a late call. None of these panics goes
//! further. The "C library" is played by Rust.

use std::ffi::{c_int, c_void};
use std::mem::ManuallyDrop;
use std::ops::ControlFlow::{self, Break, Continue};
use std::panic::panic_any;
use std::sync::atomic::AtomicI32;
use std::sync::atomic::Ordering::Relaxed;

use callback_runtime::{Fault, Registration, callback};
use callback_tests::{Bomb, Drops, accept, listen, message, panic_of, removed};

#[callback(extern "C", fallback = -1)]
type Tick = dyn FnMut(c_int) -> c_int;

#[callback(
    extern "C" fn(c_int, context: *mut c_void) -> c_int,
    continue = 1, break = 0, fallback = -1,
)]
type Visit<B> = dyn FnMut(c_int) -> ControlFlow<B>;

#[callback(
    extern "C" fn(c_int) -> c_int,
    context = none, slots = 1, continue = 1, break = 0, fallback = -1,
)]
type Walk<B> = dyn FnMut(c_int) -> ControlFlow<B>;

/// A C value that Rust cannot return to C.
#[repr(transparent)]
struct Armed(c_int);

impl Drop for Armed {
    fn drop(&mut self) {
        LAST.store(self.0, Relaxed);
        panic!("what C passed was dropped");
    }
}

static LAST: AtomicI32 = AtomicI32::new(0);

#[callback(extern "C" fn(Armed) -> c_int, context = none, slots = 1, fallback = -1)]
type Disarm = dyn Fn(Armed) -> c_int + Send + Sync;

#[callback(extern "C" fn(Armed, context: *mut c_void) -> c_int, fallback = -1)]
type DisarmHere = dyn Fn(Armed) -> c_int + Send + Sync;

/// Returns what it was, and does not drop it.
fn disarm(armed: Armed) -> c_int {
    ManuallyDrop::new(armed).0
}

#[test]
fn an_argument_that_panics_when_a_late_call_to_a_slot_drops_it() {
    let ear = listen("Disarm");
    let slot = Disarm::new(disarm).slot().unwrap();
    let function = slot.function();
    // SAFETY: the function of a slot may be called at any time.
    let call = |item| unsafe { function(Armed(item)) };
    assert_eq!(call(3), 3);
    drop(slot);
    assert_eq!((call(4), LAST.load(Relaxed)), (-1, 4));
    assert_eq!(ear.faults(), [Fault::Expired]);
}

#[test]
fn an_argument_that_panics_when_a_late_call_by_a_handle_drops_it() {
    let ear = listen("DisarmHere");
    let kept: Registration<'static, DisarmHere, c_int> =
        DisarmHere::new(disarm).register(accept, removed).unwrap();
    let (function, user) = (kept.function(), kept.context());
    // SAFETY: the context is the one that was handed over with the function.
    let call = |item| unsafe { function(Armed(item), user) };
    assert_eq!(call(3), 3);
    drop(kept);
    assert_eq!((call(5), LAST.load(Relaxed)), (-1, 5));
    assert_eq!(ear.faults(), [Fault::Expired]);
}

#[test]
fn an_escape_that_panics_when_its_registration_is_dropped() {
    let ear = listen("Visit");
    let drops = Drops::new();
    let mut bomb = Some(drops.bomb());
    let visit: Registration<'static, Visit<Bomb>, c_int> =
        Visit::new(move |_: c_int| bomb.take().map_or(Continue(()), Break))
            .register(accept, removed)
            .unwrap();
    // SAFETY: the context is the one that was handed over with the function.
    assert_eq!(unsafe { visit.function()(1, visit.context()) }, 0);
    assert_eq!(drops.count(), 0);
    drop(visit);
    assert_eq!((drops.count(), ear.faults()), (1, vec![]));
}

#[test]
fn an_escape_that_panics_when_its_slot_is_dropped() {
    let ear = listen("Walk");
    let drops = Drops::new();
    let mut bomb = Some(drops.bomb());
    let walk = Walk::new(move |_: c_int| bomb.take().map_or(Continue(()), Break)).slot().unwrap();
    // SAFETY: the function of a slot may be called at any time.
    assert_eq!(unsafe { walk.function()(1) }, 0);
    assert_eq!(drops.count(), 0);
    drop(walk);
    assert_eq!((drops.count(), ear.faults()), (1, vec![]));
}

#[test]
fn an_error_of_unset_that_panics() {
    let ear = listen("Tick");
    let drops = Drops::new();
    let (token, bomb) = (drops.token(), drops.bomb());
    let tick = Tick::new(move |item| {
        token.touch();
        item
    })
    .register(|_, _| Ok(()), move |_, _, ()| Err(bomb));
    let Ok(tick) = tick else { panic!("it was accepted") };
    drop(tick);
    assert_eq!((drops.count(), ear.faults()), (2, vec![Fault::StillRegistered]));
}

#[test]
fn a_payload_of_unset_that_panics() {
    let ear = listen("Tick");
    let drops = Drops::new();
    let (token, bomb) = (drops.token(), drops.bomb());
    let tick: Registration<'static, Tick, c_int> = Tick::new(move |item| {
        token.touch();
        item
    })
    .register(accept, move |_, _, ()| panic_any(bomb))
    .unwrap();
    drop(tick);
    assert_eq!((drops.count(), ear.faults()), (2, vec![Fault::StillRegistered]));
}

#[test]
fn the_panic_of_set_goes_before_that_of_a_capture() {
    let drops = Drops::new();
    let bomb = drops.bomb();
    let payload = panic_of(|| {
        Tick::new(move |item| {
            bomb.touch();
            item
        })
        .register(|_, _| panic!("not at all"), |_, _, ()| Ok::<_, c_int>(()))
    });
    assert_eq!((message(&*payload), drops.count()), ("not at all", 1));
}

/// An escaped value is dropped if `unset` fails or panics. A panic of that drop goes no further.
#[test]
fn unregister_goes_on_with_what_unset_says_and_drops_what_escaped() {
    let drops = Drops::new();
    let broken = |unset: fn() -> Result<(), c_int>| {
        let mut bomb = Some(drops.bomb());
        let kept: Registration<'static, Visit<Bomb>, c_int> =
            Visit::new(move |_| bomb.take().map_or(Continue(()), Break))
                .register(accept, move |_, _, ()| unset())
                .unwrap();
        // SAFETY: C may call at any time.
        assert_eq!(unsafe { kept.function()(1, kept.context()) }, 0);
        kept
    };
    assert_eq!(broken(|| Err(7)).unregister().err(), Some(7));
    assert_eq!(drops.count(), 1);
    let kept = broken(|| panic_any(8_u8));
    let payload = panic_of(|| kept.unregister());
    assert_eq!((payload.downcast_ref::<u8>(), drops.count()), (Some(&8), 2));
}

//! Fallbacks and keys of declarations without user data.

use std::cell::RefCell;
use std::ffi::c_int;

use callback_runtime::{Fault, RawFn, Slot, callback};
use callback_tests::{Drops, listen, message, panic_of};

macro_rules! kinds {
    ($($test:ident: $name:ident, [$($bounds:tt)*];)*) => {$(
        mod $test {
            use super::*;

            // int (*handler)(int signal, bool again, int *out)
            #[callback(
                extern "C" fn(signal: c_int, again: bool, _out: *mut c_int) -> c_int,
                context = none, slots = 2,
                // SAFETY: C passes a place for the value.
                ok = |value| { unsafe { *_out = value }; 0 },
                err = |error| signal + *error,
                fallback = if again { -signal } else { signal - 1000 },
            )]
            type $name = dyn $($bounds)*;

            fn closure(signal: c_int, _again: bool) -> Result<c_int, c_int> {
                match signal {
                    1 => Ok(11),
                    2 => Err(20),
                    _ => panic!("a bad signal"),
                }
            }

            fn call(function: RawFn<$name>, signal: c_int, again: bool) -> (c_int, c_int) {
                let mut out = -5;
                // SAFETY: the function answers late calls, and the result has a place.
                (unsafe { function(signal, again, &raw mut out) }, out)
            }

            #[test]
            fn in_a_slot_and_late() {
                let ear = listen(stringify!($name));
                let slot: Slot<$name> = $name::new(closure).slot().unwrap();
                let function = slot.function();
                assert_eq!(call(function, 1, true), (0, 11));
                assert_eq!(call(function, 2, true), (22, -5));
                assert_eq!(call(function, 3, true), (-3, -5));
                assert_eq!(call(function, 1, false), (-999, -5));
                drop(slot);
                assert_eq!(call(function, 4, true), (-4, -5));
                assert_eq!(ear.faults(), [Fault::Panicked, Fault::Expired]);
            }

            #[test]
            fn in_a_scope() {
                let _ear = listen(stringify!($name));
                let payload = panic_of(|| {
                    $name::new(closure).scope(|function| {
                        assert_eq!(call(function, 1, true), (0, 11));
                        assert_eq!(call(function, 3, false), (-997, -5));
                    })
                });
                assert_eq!(message(&*payload), "a bad signal");
            }
        }
    )*};
}

kinds! {
    mutable: SlotMut, [FnMut(c_int, bool) -> Result<c_int, c_int>];
    sent: SlotSent, [FnMut(c_int, bool) -> Result<c_int, c_int> + Send];
    shared: SlotShared, [Fn(c_int, bool) -> Result<c_int, c_int>];
    synced: SlotSynced, [Fn(c_int, bool) -> Result<c_int, c_int> + Send + Sync];
}

thread_local! {
    static OWNED: RefCell<Option<Slot<EndsOwned>>> = const { RefCell::new(None) };
    static ANY: RefCell<Option<Slot<EndsAny>>> = const { RefCell::new(None) };
    static DROPS: Drops = Drops::new();
}

/// Drops both slots from inside a fallback.
fn end(item: c_int) -> c_int {
    drop((OWNED.take(), ANY.take()));
    item + c_int::try_from(DROPS.with(Drops::count)).unwrap()
}

#[callback(extern "C" fn(item: c_int) -> c_int, context = none, fallback = end(item))]
type EndsOwned = dyn FnMut(c_int) -> c_int;

#[callback(extern "C" fn(item: c_int) -> c_int, context = none, fallback = end(item))]
type EndsAny = dyn FnMut(c_int) -> c_int + Send;

#[test]
fn the_call_has_let_go_of_the_slot_by_then() {
    let _ear = listen("EndsOwned");
    let token = DROPS.with(Drops::token);
    let owned = EndsOwned::new(move |_| {
        token.touch();
        panic!("the owned one")
    });
    let token = DROPS.with(Drops::token);
    let any = EndsAny::new(move |_| {
        token.touch();
        panic!("the other one")
    });
    let (owned, any) = (owned.slot().unwrap(), any.slot().unwrap());
    let (first, second) = (owned.function(), any.function());
    OWNED.set(Some(owned));
    // SAFETY: the slot is in use.
    assert_eq!(unsafe { first(10) }, 11);
    ANY.set(Some(any));
    // SAFETY: as above.
    assert_eq!(unsafe { second(10) }, 12);
}

/// A value that C passes ownership of. It is not `Copy`, so the call has moved it.
#[repr(transparent)]
struct Given(*const Drops);

impl Drop for Given {
    fn drop(&mut self) {
        // SAFETY: the counter outlives the call.
        drop(unsafe { (*self.0).token() });
    }
}

#[callback(
    extern "C" fn(_given: Given, code: c_int, _note: u8, Given) -> c_int, context = none, slots = 1,
    fallback = code + c_int::try_from(format!("{_note}").len()).unwrap(),
)]
type OnGiven = dyn FnMut(c_int, Given) -> c_int;

#[test]
fn a_fallback_leaves_arguments_that_it_does_not_name_alone() {
    let (ear, drops) = (listen("OnGiven"), Drops::new());
    let slot: Slot<OnGiven> = OnGiven::new(|code, _given| {
        assert_ne!(code, 2, "two");
        code
    })
    .slot()
    .unwrap();
    let call = |function: RawFn<OnGiven>, code| {
        let given = || Given(&raw const drops);
        // SAFETY: the function answers late calls, and the counter is alive.
        unsafe { function(given(), code, 100, given()) }
    };
    let function = slot.function();
    assert_eq!((call(function, 1), drops.count()), (1, 2));
    assert_eq!((call(function, 2), drops.count()), (5, 4));
    drop(slot);
    assert_eq!((call(function, 3), drops.count()), (6, 6));
    assert_eq!(ear.faults(), [Fault::Panicked, Fault::Expired]);
}

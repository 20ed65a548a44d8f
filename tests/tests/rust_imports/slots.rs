//! Callbacks without user data: `#[scope]` and `#[slot]`.

use std::ffi::{c_int, c_void};
use std::sync::Mutex;

use callback_runtime::{callback, import};
use callback_tests::{Drops, keep_reachable, listen, message, panic_of};

use crate::declared::{Add, Code};
use crate::library::{self, answer, call_bare, noted};

#[callback(extern "C", context = none, slots = 8, fallback = -1)]
pub(crate) type Many = dyn FnMut(c_int) -> c_int;

#[callback(extern "C", context = none, slots = 1, fallback = -1)]
pub(crate) type Single = dyn FnMut(c_int) -> c_int;

#[callback(extern "C", context = none, slots = 2, fallback = -1)]
pub(crate) type Two = dyn FnMut(c_int) -> c_int + Send;

#[import]
unsafe extern "C" {
    safe fn imports_bare(count: c_int, #[scope] step: Many) -> c_int;
    #[link_name = "imports_bare"]
    safe fn call_single(count: c_int, #[scope] step: Single) -> c_int;
    safe fn imports_keep_bare(#[slot] step: Many) -> Result<(), Code>;
    #[link_name = "imports_keep_bare"]
    safe fn keep_two(#[slot] step: Two) -> Result<c_int, Code>;
}

#[callback(extern "C", context = none, slots = 1, fallback = -1)]
pub(crate) type Only = dyn FnMut(c_int) -> c_int;

#[callback(extern "C", context = none, slots = 1, fallback = -1)]
pub(crate) type OnlyScope = dyn FnMut(c_int) -> c_int;

/// The C functions that keep one callback forever, and another one in a slot.
mod c {
    use std::ffi::{c_int, c_void};

    use crate::library::{Bare, Step, imports_bare, imports_keep, imports_keep_bare};

    pub(super) unsafe extern "C" fn keep(step: Step, bare: Bare, user: *mut c_void) -> c_int {
        // SAFETY: as this function.
        unsafe { imports_keep(step, user) };
        // SAFETY: as this function.
        unsafe { imports_keep_bare(bare) }
    }

    pub(super) unsafe extern "C" fn keep_and_call(
        step: Step,
        bare: Bare,
        user: *mut c_void,
    ) -> c_int {
        // SAFETY: as this function.
        unsafe { imports_keep(step, user) };
        // SAFETY: as this function.
        unsafe { imports_bare(3, bare) }
    }
}

#[import(from = c)]
unsafe extern "C" {
    safe fn keep(
        #[forever] step: Add,
        #[slot] bare: Only,
        #[context(step)] user: *mut c_void,
    ) -> c_int;
    safe fn keep_and_call(
        #[forever] step: Add,
        #[scope] bare: OnlyScope,
        #[context(step)] user: *mut c_void,
    ) -> c_int;
}

/// The turn of the tests that count the free slots.
static TURN: Mutex<()> = Mutex::new(());

#[test]
fn in_a_scope_the_closure_borrows() {
    let mut items = Vec::new();
    let sum = imports_bare(4, |item| {
        items.push(item);
        10 * item
    });
    assert_eq!((sum, items), (60, vec![0, 1, 2, 3]));
}

#[test]
fn a_panic_in_a_scope_goes_on() {
    let _ear = listen("Many");
    let payload = panic_of(|| imports_bare(2, |_| panic!("in a slot")));
    assert_eq!(message(&*payload), "in a slot");
}

#[test]
fn a_slot_lives_until_it_is_released() {
    let _ear = listen("Many");
    let drops = Drops::new();
    let token = drops.token();
    let slot = imports_keep_bare(move |item| {
        token.touch();
        item + 1
    })
    .unwrap();
    assert_eq!((call_bare(1), drops.count()), (2, 0));
    slot.release();
    assert_eq!((call_bare(1), drops.count()), (-1, 1));
}

#[test]
fn where_c_refuses_the_slot_is_free_again() {
    let drops = Drops::new();
    answer(3);
    for _ in 0..20 {
        let token = drops.token();
        let refused = imports_keep_bare(move |item| {
            token.touch();
            item
        });
        assert_eq!(refused.err(), Some(Code(3)));
    }
    assert_eq!(drops.count(), 20);
}

#[test]
fn without_a_slot_it_panics_before_c_is_called() {
    let _turn = TURN.lock().unwrap();
    let drops = Drops::new();
    let kept = [keep_two(|item| item).unwrap(), keep_two(|item| item).unwrap()];
    assert_eq!(noted(), ["keep"; 2]);
    let token = drops.token();
    let payload = panic_of(|| {
        keep_two(move |item| {
            token.touch();
            item
        })
    });
    let text = message(&*payload);
    assert!(text.contains("`Two`") && text.contains("all 2 slots are in use"), "{text}");
    assert_eq!((noted(), drops.count()), (vec![], 1));
    drop(kept);
    drop(keep_two(|item| item).unwrap());
}

#[test]
fn without_a_slot_for_a_scope_it_panics_before_c_is_called() {
    let _ear = listen("Single");
    let payload = panic_of(|| call_single(1, |_| call_single(1, |item| item)));
    let text = message(&*payload);
    assert!(text.contains("`Single`") && text.contains("slots are in use"), "{text}");
    assert_eq!(noted(), ["bare"]);
    assert_eq!(call_single(2, |item| item), 1, "the slot is free again");
}

/// The panic names the line of the caller, since the wrapper has none.
#[test]
fn the_panic_for_want_of_slots_names_the_callers_place() {
    static PLACE: Mutex<Option<(String, u32)>> = Mutex::new(None);
    let _turn = TURN.lock().unwrap();
    let _kept = [keep_two(|item| item).unwrap(), keep_two(|item| item).unwrap()];
    let this = std::thread::current().id();
    let others = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if std::thread::current().id() == this {
            let place = info.location().map(|place| (place.file().to_owned(), place.line()));
            *PLACE.lock().unwrap() = place;
        }
        others(info);
    }));
    let line = line!() + 1;
    panic_of(|| keep_two(|item| item));
    assert_eq!(*PLACE.lock().unwrap(), Some((file!().to_owned(), line)));
}

/// Slots are claimed first. So a closure that gets no slot does not keep another one alive.
#[test]
fn without_a_slot_nothing_is_leaked_and_c_is_not_called() {
    let drops = Drops::new();
    let noting = || {
        let token = drops.token();
        move |item: c_int| {
            token.touch();
            item + 1
        }
    };
    let (code, slot) = keep(noting(), noting());
    assert_eq!((code, library::call(1), call_bare(2)), (0, 2, 3));
    assert_eq!((noted(), drops.count()), (vec!["keep", "keep"], 0));
    keep_reachable(library::kept().user);
    let payload = panic_of(|| keep(noting(), noting()));
    assert!(message(&*payload).contains("`Only`"), "{}", message(&*payload));
    assert_eq!((noted(), drops.count()), (vec![], 2));
    drop(slot);
    assert_eq!(drops.count(), 3);
}

#[test]
fn without_a_slot_for_a_scope_nothing_is_leaked_and_c_is_not_called() {
    let drops = Drops::new();
    let noting = || {
        let token = drops.token();
        move |_| {
            token.touch();
            1
        }
    };
    // The closure in the slot calls the function again.
    let mut refused = None;
    let answer = keep_and_call(noting(), |_| {
        refused.get_or_insert_with(|| panic_of(|| keep_and_call(noting(), |item| item)));
        1
    });
    keep_reachable(library::kept().user);
    let payload = refused.unwrap();
    assert!(message(&*payload).contains("`OnlyScope`"), "{}", message(&*payload));
    assert_eq!((answer, noted(), drops.count()), (3, vec!["keep", "bare"], 1));
}

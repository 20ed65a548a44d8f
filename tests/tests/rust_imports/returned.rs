//! The types that wrappers return, spelled out.

use std::convert::Infallible;
use std::ffi::{c_int, c_void};
use std::ops::ControlFlow;

use callback_runtime::{Registration, Slot, callback, import};

use crate::declared::{Add, Attempt, Code, Visit, linked};
use crate::library::call;

#[callback(extern "C", context = none, slots = 4, fallback = -1)]
pub(crate) type Bare = dyn FnMut(c_int) -> c_int;

#[import]
unsafe extern "C" {
    #[link_name = "imports_two"]
    fn visit_and_attempt<B, E>(
        #[scope] first: Visit<B>,
        #[context(first)] first_user: *mut c_void,
        #[context(second)] second_user: *mut c_void,
        #[scope] second: Attempt<E>,
    ) -> Result<c_int, Code>;

    #[link_name = "imports_two"]
    fn visit_and_keep<B>(
        #[register(unset = Ok(()))] first: Add,
        #[context(first)] first_user: *mut c_void,
        #[context(second)] second_user: *mut c_void,
        #[scope] second: Visit<B>,
    ) -> Result<(), Code>;

    #[link_name = "imports_two"]
    fn keep_two(
        #[register(unset = Ok(()))] first: Add,
        #[context(first)] first_user: *mut c_void,
        #[context(second)] second_user: *mut c_void,
        #[register(unset = Ok(()))] second: Add,
    ) -> Result<c_int, Code>;

    #[link_name = "imports_keep_bare"]
    safe fn keep_bare(#[slot] step: Bare) -> c_int;
    #[link_name = "imports_keep_bare"]
    safe fn keep_bare_or_fail(#[slot] step: Bare) -> Result<(), Code>;
    #[link_name = "imports_write"]
    fn write(
        #[out] value: c_int,
        #[register(unset = Ok(()))] step: Add,
        context: *mut c_void,
        #[out] text: *const u8,
    ) -> Result<c_int, Code>;
    #[link_name = "imports_keep"]
    fn keep_and_count(
        #[register(unset = Ok(()))] step: Add,
        context: *mut c_void,
    ) -> Result<c_int, Infallible>;
    #[link_name = "imports_bare"]
    safe fn ignore(count: c_int, #[scope] step: Bare);
}

type Kept<E> = Registration<'static, Add, E>;

#[test]
fn without_an_error_it_is_what_scope_makes_of_the_result() {
    let _: ControlFlow<u8, c_int> = linked::imports_each(1, |_| ControlFlow::Break(1));
    let _: Result<c_int, String> = linked::attempt_each(1, |_| Ok(()));
    let _: c_int = linked::share(1, |item| item);
    let _: Result<(), Code> = linked::keep_once(|item| item);
    // C owns the closure until then.
    assert_eq!(call(3), 3);
    let _: Result<ControlFlow<u8>, Code> = linked::try_visit(1, |_| ControlFlow::Break(1));
    let _: Result<Result<c_int, u8>, Code> = linked::try_attempt(1, |_| Err(1));
    let _: () = ignore(1, |_| 1);
}

#[test]
fn the_first_scope_is_the_outer_one() {
    // SAFETY: the library calls during the call.
    let found: Result<ControlFlow<u8, Result<c_int, u16>>, Code> =
        unsafe { visit_and_attempt(|_| ControlFlow::Continue(()), |_| Err(2)) };
    assert_eq!(found, Ok(ControlFlow::Continue(Err(2))));
}

#[test]
fn registrations_are_last_and_nothing_takes_the_place_of_void() {
    // SAFETY: as above.
    let kept: Result<ControlFlow<u8, Kept<Code>>, Code> =
        unsafe { visit_and_keep(|item| item, |_| ControlFlow::Continue(())) };
    assert!(matches!(kept, Ok(ControlFlow::Continue(_))));
    // SAFETY: as above.
    let kept: Result<(c_int, Kept<Code>, Kept<Code>), Code> =
        unsafe { keep_two(|item| item, |item| item) };
    assert_eq!(kept.unwrap().0, 0);
    // SAFETY: as above.
    let written: Result<(c_int, c_int, *const u8, Kept<Code>), Code> =
        unsafe { write(|item| item) };
    assert_eq!(written.unwrap().1, 7);
    // SAFETY: as above.
    let Ok::<(c_int, Kept<Infallible>), Infallible>((count, _)) =
        unsafe { keep_and_count(|item| item) };
    assert_eq!(count, 0);
}

#[test]
fn slots_are_last_also_without_an_error() {
    let (code, slot): (c_int, Slot<Bare>) = keep_bare(|item| item);
    assert_eq!(code, 0);
    slot.release();
    let slot: Result<Slot<Bare>, Code> = keep_bare_or_fail(|item| item);
    slot.unwrap().release();
}

#[test]
fn what_escapes_may_keep_a_registration_from_being_returned() {
    // SAFETY: as above.
    let kept = unsafe { visit_and_keep(|item| item, |_| ControlFlow::Break("dropped")) };
    assert!(matches!(kept, Ok(ControlFlow::Break("dropped"))));
}

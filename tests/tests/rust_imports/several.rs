//! Functions that take two callbacks.

use std::ffi::{c_int, c_void};
use std::ops::ControlFlow::{self, Break, Continue};

use callback_runtime::{Fault, import};
use callback_tests::{Drops, listen, message, panic_of};

use crate::declared::{Add, AddSend, Code, Visit};
use crate::library::{self, Destroy, answer, noted};

#[import]
unsafe extern "C" {
    safe fn imports_two<A, B>(
        #[scope] first: Visit<A>,
        #[context(first)] first_user: *mut c_void,
        #[context(second)] second_user: *mut c_void,
        #[scope] second: Visit<B>,
    ) -> Result<(), Code>;

    #[link_name = "imports_two"]
    safe fn keep_two(
        #[register(unset = { library::note("first"); Ok(()) })] first: Add,
        #[context(first)] first_user: *mut c_void,
        #[context(second)] second_user: *mut c_void,
        #[register(unset = { library::note("second"); Ok(()) })] second: AddSend,
    ) -> Result<(), Code>;
}

#[import(from = c)]
unsafe extern "C" {
    safe fn notify_two(
        #[notified] first: Add,
        #[notified] second: Add,
        #[context(second)] second_user: *mut c_void,
        #[destroy(second)] second_end: Option<Destroy>,
        #[context(first)] first_user: *mut c_void,
        #[destroy(first)] first_end: Option<Destroy>,
    ) -> Result<(), Code>;

    safe fn scope_and_slot(
        #[scope] step: Add,
        #[context(step)] user: *mut c_void,
        #[scope] bare: Bare,
    ) -> c_int;
}

#[callback_runtime::callback(extern "C", context = none, slots = 4, fallback = -1)]
pub(crate) type Bare = dyn FnMut(c_int) -> c_int;

/// The C functions.
mod c {
    use std::ffi::{c_int, c_void};

    use crate::library::{self, Destroy, Step};

    pub(super) unsafe extern "C" fn notify_two(
        first: Step,
        second: Step,
        second_user: *mut c_void,
        second_end: Option<Destroy>,
        first_user: *mut c_void,
        first_end: Option<Destroy>,
    ) -> c_int {
        // SAFETY: the callback is alive.
        assert_eq!(unsafe { first(1, first_user) }, 1);
        // SAFETY: as above.
        assert_eq!(unsafe { second(2, second_user) }, 4);
        library::note("first");
        // SAFETY: it is not called any longer.
        unsafe { first_end.unwrap()(first_user) };
        library::note("second");
        // SAFETY: as above.
        unsafe { second_end.unwrap()(second_user) };
        0
    }

    pub(super) unsafe extern "C" fn scope_and_slot(
        step: Step,
        user: *mut c_void,
        bare: library::Bare,
    ) -> c_int {
        // SAFETY: the callback is alive during this call.
        let answer = unsafe { step(1, user) };
        // SAFETY: as above.
        10 * answer + unsafe { bare(2) }
    }
}

#[test]
fn each_gets_its_own_user_data() {
    let (mut first, mut second) = (0, 0);
    let found: Result<ControlFlow<(), ControlFlow<()>>, Code> = imports_two(
        |item| {
            first += item;
            Continue(())
        },
        |item| {
            second += item;
            Continue(())
        },
    );
    assert_eq!((found, first, second), (Ok(Continue(Continue(()))), 1, 2));
}

#[test]
fn what_escapes_first_in_the_order_of_the_parameters_is_returned() {
    answer(9);
    assert_eq!(imports_two(|_| Break('a'), |_| Break("b")), Ok(Break('a')));
    assert_eq!(imports_two(|_| Continue::<()>(()), |_| Break("b")), Ok(Continue(Break("b"))));
    let none = imports_two(|_| Continue::<()>(()), |_| Continue::<()>(()));
    assert_eq!(none, Err(Code(9)));
}

#[test]
fn of_two_panics_the_first_callbacks_goes_on() {
    let ear = listen("Visit");
    let payload =
        panic_of(|| imports_two::<(), (), _, _>(|_| panic!("the first"), |_| panic!("the second")));
    assert_eq!(message(&*payload), "the first");
    assert_eq!(ear.faults(), [Fault::Panicked; 2]);
    // The panic of the second takes precedence over the value that escapes from the first.
    let payload = panic_of(|| imports_two::<_, (), _, _>(|_| Break(1), |_| panic!("the second")));
    assert_eq!(message(&*payload), "the second");
}

#[test]
fn two_registrations_end_on_their_own() {
    let drops = Drops::new();
    let (one, two) = (drops.token(), drops.token());
    let (first, second) = keep_two(
        move |item| {
            one.touch();
            item
        },
        move |item| {
            two.touch();
            item
        },
    )
    .unwrap();
    drop(second);
    assert_eq!((noted(), drops.count()), (vec!["two", "second"], 1));
    drop(first);
    assert_eq!((noted(), drops.count()), (vec!["first"], 2));
}

#[test]
fn where_c_refuses_both_are_dropped_once() {
    let drops = Drops::new();
    let (one, two) = (drops.token(), drops.token());
    answer(8);
    let refused = keep_two(
        move |item| {
            one.touch();
            item
        },
        move |item| {
            two.touch();
            item
        },
    );
    assert_eq!((refused.err(), drops.count()), (Some(Code(8)), 2));
    assert_eq!(noted(), ["two"]);
}

#[test]
fn each_gets_its_own_destroy_function() {
    let noting = |token: callback_tests::Token, factor: c_int| {
        move |item| {
            token.touch();
            factor * item
        }
    };
    let (one, two) = (Drops::new(), Drops::new());
    notify_two(noting(one.token(), 1), noting(two.token(), 2)).unwrap();
    assert_eq!((one.count(), two.count(), noted()), (1, 1, vec!["first", "second"]));
}

#[test]
fn one_has_user_data_and_the_other_a_slot() {
    let (mut first, mut second) = (3, 4);
    let answer = scope_and_slot(
        |item| {
            first += item;
            first
        },
        |item| {
            second += item;
            second
        },
    );
    assert_eq!((answer, first, second), (46, 4, 6));
}

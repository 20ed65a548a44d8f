//! `#[register]` with `#[out]`: `unset` sees copies of what C has written.

use std::cell::{Cell, RefCell};
use std::ffi::{c_int, c_void};

use callback_tests::{listen, message, panic_of};

use crate::declared::{Add, AddSend, Code};
use crate::library::{self, Step, answer, note, noted};

/// The value that C writes for a callback that it keeps.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pair {
    left: u8,
    right: i64,
}

/// Writes a number and a pair, and returns a handle, unless the code that was set is an error.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "C" fn imports_open_both(
    number: *mut c_int,
    step: Step,
    user: *mut c_void,
    pair: *mut Pair,
    _: *const c_void,
) -> *mut c_void {
    // SAFETY: the arguments are passed on.
    let handle = unsafe { library::imports_open(step, user) };
    if !handle.is_null() {
        // SAFETY: the caller has a place for the number.
        unsafe { number.write(31) };
        // SAFETY: the caller has a place for the pair.
        unsafe { pair.write(Pair { left: 4, right: -5 }) };
    }
    handle
}

/// Writes a number, and takes two callbacks, unless the code that was set is an error.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "C" fn imports_open_two(
    number: *mut c_int,
    step: Step,
    user: *mut c_void,
    other: Step,
    other_user: *mut c_void,
) -> c_int {
    // SAFETY: the arguments are passed on.
    match unsafe { library::imports_two(step, user, other_user, other) } {
        0 => {
            // SAFETY: the caller has a place for the number.
            unsafe { number.write(32) };
            0
        }
        code => code,
    }
}

thread_local! {
    /// The values that `unset` got.
    static TOLD: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

fn told() -> Vec<String> {
    TOLD.take()
}

#[expect(clippy::unnecessary_wraps, reason = "`unset` is a `Result`")]
fn tell(what: impl std::fmt::Debug) -> Result<(), Code> {
    note("unset");
    TOLD.with_borrow_mut(|told| told.push(format!("{what:?}")));
    Ok(())
}

/// Records its drop.
struct Noting;

impl Noting {
    #[expect(clippy::unused_self, reason = "a closure that calls it captures the value")]
    fn touch(&self) {}
}

impl Drop for Noting {
    fn drop(&mut self) {
        note("closure");
    }
}

blocks! {
    from = super;

    pub(super) safe fn imports_open_both(
        #[out] number: c_int,
        #[register(unset = tell((number, pair, result.addr(), user.addr())))] step: Add,
        context: *mut c_void,
        #[out] pair: Pair,
        #[c(*const c_void = std::ptr::null())] _: (),
    ) -> Result<*mut c_void, Code>;

    #[link_name = "imports_open_both"]
    pub(super) safe fn open_one(
        #[out] number: c_int,
        #[register(unset = tell(number + left.replace(7)))] step: Add,
        context: *mut c_void,
        #[out] _: Pair,
        #[c(*const c_void)] left: &Cell<c_int>,
    ) -> Result<*mut c_void, Code>;

    pub(super) safe fn imports_open_two(
        #[out] number: c_int,
        #[register(unset = tell(("first", number)))] step: Add,
        #[context(step)] user: *mut c_void,
        #[register(unset = tell(("second", number)))] other: AddSend,
        #[context(other)] other_user: *mut c_void,
    ) -> Result<(), Code>;
}

macro_rules! tests {
    ($module:ident) => {
        mod $module {
            use super::super::$module as functions;
            use super::*;

            #[test]
            fn several_are_seen_together_with_the_result() {
                let _ear = listen("Add");
                let (handle, mut number, mut pair, registration) =
                    functions::imports_open_both(|item| item).unwrap();
                assert_eq!((number, pair), (31, Pair { left: 4, right: -5 }));
                let expected = (number, pair, handle.addr(), registration.context().addr());
                // The caller's values differ from those of `unset`.
                (number, pair.left) = (0, 0);
                assert_eq!((library::call(number), pair.left, told()), (0, 0, vec![]));
                assert_eq!(registration.unregister(), Ok(()));
                assert_eq!(told(), [format!("{expected:?}")]);
            }

            #[test]
            fn one_is_seen_together_with_what_is_borrowed() {
                let _ear = listen("Add");
                let left = Cell::new(1);
                let (_, _, _, registration) = functions::open_one(|item| item, &left).unwrap();
                left.set(1000);
                drop(registration);
                assert_eq!((told(), left.get()), (vec![String::from("1031")], 7));
            }

            #[test]
            fn the_closure_is_dropped_after_unset_has_seen_them() {
                let _ear = listen("Add");
                let noting = Noting;
                let opened = functions::imports_open_both(move |item| {
                    noting.touch();
                    item
                });
                assert_eq!(noted(), ["keep"]);
                drop(opened.unwrap());
                assert_eq!(noted(), ["unset", "closure"]);
                told();
            }

            #[test]
            fn where_c_refuses_nothing_is_read() {
                let noting = Noting;
                answer(1);
                let refused = functions::imports_open_both(move |item| {
                    noting.touch();
                    item
                });
                assert_eq!(refused.err(), Some(Code(0)));
                assert_eq!((noted(), told()), (vec!["keep", "closure"], vec![]));
            }

            #[test]
            fn each_of_two_registrations_has_its_own_copy() {
                let _ear = listen("Add");
                let (number, first, second) =
                    functions::imports_open_two(|item| item, |item| item).unwrap();
                assert_eq!(number, 32);
                drop(first);
                assert_eq!(told(), [r#"("first", 32)"#]);
                drop(second);
                assert_eq!(told(), [r#"("second", 32)"#]);
                answer(5);
                let refused = functions::imports_open_two(|item| item, |item| item);
                assert_eq!((refused.map(drop), told()), (Err(Code(5)), vec![]));
            }
        }
    };
}

mod of {
    use super::*;

    tests!(linked);
    tests!(wrapped);
}

/// C has written the value. So `unset` sees it, even if a panic runs it.
#[test]
fn unset_sees_it_also_while_a_panic_unwinds() {
    let _ear = listen("Add");
    let payload = panic_of(|| {
        let _registration = linked::imports_open_two(|item| item, |item| item).unwrap();
        panic!("with registrations")
    });
    assert_eq!(message(&*payload), "with registrations");
    assert_eq!(told(), [r#"("first", 32)"#, r#"("second", 32)"#]);
}

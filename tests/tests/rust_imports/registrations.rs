//! `#[register]`: what `unset` sees and borrows, and when it runs.

use std::cell::Cell;
use std::ffi::{CStr, c_int, c_void};
use std::rc::Rc;

use callback_runtime::{RawContext, RawFn, import};
use callback_tests::{Drops, listen, message, panic_of};

use crate::declared::{Add, AddSend, Code};
use crate::library::{self, answer, note, noted};

/// A library that records what it is told to forget.
pub(crate) struct Lamp {
    told: Cell<Option<(usize, usize, usize)>>,
    names: Cell<usize>,
}

impl Lamp {
    fn new() -> Self {
        Self { told: Cell::new(None), names: Cell::new(0) }
    }

    #[expect(clippy::unnecessary_wraps, reason = "`unset` is a `Result`")]
    fn forget(
        &self,
        function: RawFn<Add>,
        user: *mut c_void,
        handle: *mut c_void,
    ) -> Result<(), Code> {
        note("forget");
        self.told.set(Some((function as usize, user.addr(), handle.addr())));
        // The callback may still be called.
        assert_eq!(library::call(20), 20);
        Ok(())
    }

    fn forget_name(&self, name: &CStr) -> Result<(), Code> {
        self.names.set(self.names.get() + name.count_bytes());
        match self.names.get() {
            0..10 => Ok(()),
            _ => Err(Code(10)),
        }
    }
}

impl callback_runtime::IntoC<c_int> for &Lamp {
    fn into_c(self) -> c_int {
        5
    }
}

/// The C functions.
mod c {
    use std::ffi::{c_char, c_int, c_void};

    use crate::library::{Step, imports_keep, imports_open};

    pub(super) unsafe extern "C" fn open(
        lamp: c_int,
        step: Step,
        user: *mut c_void,
    ) -> *mut c_void {
        assert_eq!(lamp, 5);
        // SAFETY: as this function.
        unsafe { imports_open(step, user) }
    }

    pub(super) unsafe extern "C" fn name(
        _: c_int,
        _: *const c_char,
        step: Step,
        user: *mut c_void,
        number: *mut c_int,
    ) -> c_int {
        // SAFETY: the caller has a place for the number.
        unsafe { number.write(12) };
        // SAFETY: as this function.
        unsafe { imports_keep(step, user) }
    }
}

#[import(from = c)]
unsafe extern "C" {
    safe fn open(
        #[c(c_int)] lamp: &Lamp,
        #[register(unset = lamp.forget(function, user, result))] step: Add,
        context: *mut c_void,
    ) -> Result<*mut c_void, Code>;

    safe fn name(
        #[c(c_int)] lamp: &Lamp,
        name: &CStr,
        #[register(unset = lamp.forget_name(name))] step: Add,
        context: *mut c_void,
        #[out] number: c_int,
    ) -> Result<(), Code>;

    #[link_name = "name"]
    safe fn name_of_static(
        #[c(c_int)] lamp: &'static Lamp,
        name: &'static CStr,
        #[register(unset = Err(Code(c_int::try_from(name.count_bytes()).unwrap())))] step: AddSend,
        context: RawContext<AddSend>,
        #[c(*mut c_int)] number: &mut c_int,
    ) -> Result<c_int, Code>;
}

#[test]
fn unset_gets_the_parts_and_what_c_returned() {
    let _ear = listen("Add");
    let lamp = Lamp::new();
    let (handle, registration) = open(&lamp, |item| item).unwrap();
    let (function, user) = (registration.function(), registration.context());
    assert_eq!((library::call(2), lamp.told.get()), (2, None));
    assert_eq!(registration.unregister(), Ok(()));
    assert_eq!(lamp.told.get(), Some((function as usize, user.addr(), handle.addr())));
    assert_eq!((noted(), library::call(2)), (vec!["keep", "forget"], -1));
}

#[test]
fn unset_borrows_the_arguments_that_it_mentions() {
    let lamp = Lamp::new();
    let text = c"four".to_owned();
    let (number, first) = name(&lamp, &text, |item| item).unwrap();
    let (_, second) = name(&lamp, c"seven", |item| item).unwrap();
    assert_eq!((number, lamp.names.get()), (12, 0));
    drop(first);
    assert_eq!(lamp.names.get(), 4);
    drop(second);
    assert_eq!(lamp.names.get(), 9);
}

#[test]
fn an_unset_that_fails_is_an_error_of_unregister() {
    let _ear = listen("Add");
    let lamp = Lamp::new();
    let (_, registration) = name(&lamp, c"a name that is long", |item| item).unwrap();
    assert_eq!(registration.unregister(), Err(Code(10)));
    assert_eq!(library::call(1), -1);
}

#[test]
fn what_unset_does_not_mention_is_not_borrowed() {
    static LAMP: Lamp = Lamp { told: Cell::new(None), names: Cell::new(0) };
    let mut number = 0;
    let (code, registration) = name_of_static(&LAMP, c"five.", |item| item, &mut number).unwrap();
    // The registration is used below.
    number += 1;
    assert_eq!((code, number), (0, 13));
    assert_eq!(registration.unregister(), Err(Code(5)));
}

// SAFETY: the test above alone uses a static one.
unsafe impl Sync for Lamp {}

/// Looks at a lamp when it is dropped.
struct Last(Rc<Cell<Option<bool>>>, *const Lamp);

impl Drop for Last {
    fn drop(&mut self) {
        // SAFETY: the test drops the lamp last.
        let lamp = unsafe { &*self.1 };
        self.0.set(Some(lamp.told.get().is_some()));
    }
}

#[test]
fn the_closure_is_dropped_after_unset_has_run() {
    let lamp = Lamp::new();
    let order = Rc::new(Cell::new(None));
    let last = Last(Rc::clone(&order), &raw const lamp);
    let registration = open(&lamp, move |item| {
        _ = &last;
        item
    });
    assert_eq!(order.get(), None);
    drop(registration.unwrap());
    assert_eq!(order.get(), Some(true));
}

#[test]
fn where_c_refuses_the_closure_is_dropped_once_and_unset_does_not_run() {
    let (lamp, drops) = (Lamp::new(), Drops::new());
    let token = drops.token();
    answer(1);
    let refused = open(&lamp, move |item| {
        token.touch();
        item
    });
    assert_eq!((refused.err(), drops.count()), (Some(Code(0)), 1));
    assert_eq!((lamp.told.get(), noted()), (None, vec!["keep"]));
}

#[test]
fn where_a_conversion_panics_the_closure_is_dropped_once() {
    let drops = Drops::new();
    let token = drops.token();
    let payload = panic_of(|| {
        panicking::open(panicking::Panics, move |item| {
            token.touch();
            item
        })
    });
    assert_eq!((message(&*payload), drops.count()), ("converted", 1));
    assert_eq!(noted(), <[&str; 0]>::default());
}

mod panicking {
    use std::ffi::{c_int, c_void};

    use crate::declared::{Add, Code};

    pub(crate) struct Panics;

    impl callback_runtime::IntoC<c_int> for Panics {
        fn into_c(self) -> c_int {
            panic!("converted")
        }
    }

    #[callback_runtime::import(from = super::c)]
    unsafe extern "C" {
        pub(super) safe fn open(
            #[c(c_int)] lamp: Panics,
            #[register(unset = Ok(()))] step: Add,
            context: *mut c_void,
        ) -> Result<*mut c_void, Code>;
    }
}

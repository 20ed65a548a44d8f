//! Registrations with a library that calls out of order: see `csrc/registered.c`.

use std::ffi::{c_int, c_void};
use std::mem;

use callback_runtime::{IntoC, Registration, callback, import};
use callback_tests::{Library, Tally, Watch, listen};

use crate::declared::Code;

#[callback(extern "C", fallback = -1)]
pub(crate) type Event = dyn FnMut(c_int) -> c_int;

/// A library that ends when it is dropped, and then reports its counts.
pub(crate) struct Owned(Library);

impl Owned {
    fn new() -> Self {
        Self(library_new())
    }

    fn end(self) -> Tally {
        let library = self.0;
        mem::forget(self);
        // SAFETY: no registration borrows it any longer.
        unsafe { library_end(library) }
    }

    fn call(&self, item: c_int) -> c_int {
        // SAFETY: a callback has been set, and what the library got may be called at any time.
        unsafe { library_call(self.0, item) }
    }

    fn forget(&self) -> Result<(), Code> {
        // SAFETY: the library is alive.
        unsafe { library_forget(self.0) }
    }
}

impl Drop for Owned {
    fn drop(&mut self) {
        // SAFETY: as in `end`.
        unsafe { library_end(self.0) };
    }
}

impl IntoC<Library> for &Owned {
    fn into_c(self) -> Library {
        self.0
    }
}

#[import]
unsafe extern "C" {
    safe fn library_new() -> Library;
    fn library_end(library: Library) -> Tally;
    fn library_call(library: Library, item: c_int) -> c_int;
    fn library_forget(library: Library) -> Result<(), Code>;

    #[link_name = "library_set"]
    safe fn set(
        #[c(Library)] library: &Owned,
        #[register(unset = library.forget())] event: Event,
        context: *mut c_void,
    ) -> Result<(), Code>;

    #[link_name = "library_set_and_call"]
    safe fn set_and_call(
        #[c(Library)] library: &Owned,
        #[register(unset = library.forget())] event: Event,
        context: *mut c_void,
    ) -> Result<(), Code>;

    #[link_name = "library_set_and_fail"]
    safe fn set_and_fail(
        #[c(Library)] library: &Owned,
        #[register(unset = library.forget())] event: Event,
        context: *mut c_void,
    ) -> Result<(), Code>;
}

type Kept<'a> = Registration<'a, Event, Code>;

fn watched(watch: &Watch) -> impl FnMut(c_int) -> c_int + 'static {
    let inside = watch.inside();
    move |item| inside.call(|| item)
}

#[test]
fn the_registration_borrows_the_library_and_unregisters() {
    let ear = listen("Event");
    let (library, watch) = (Owned::new(), Watch::new());
    let kept: Kept<'_> = set(&library, watched(&watch)).unwrap();
    assert_eq!([1, 2].map(|item| library.call(item)), [1, 2]);
    assert_eq!(kept.unregister(), Ok(()));
    watch.end();
    // The library calls even now.
    assert_eq!(library.call(3), -1);
    assert_eq!(library.end(), Tally::expected([&watch], 1));
    assert_eq!(ear.reports().len(), 1);
}

#[test]
fn c_may_call_while_it_is_given_the_callback() {
    let _ear = listen("Event");
    let (library, watch) = (Owned::new(), Watch::new());
    let kept = set_and_call(&library, watched(&watch)).unwrap();
    assert!(watch.entered() > 0);
    drop(kept);
    watch.end();
}

#[test]
fn what_c_refuses_and_calls_all_the_same_gets_the_fallback() {
    let _ear = listen("Event");
    let (library, watch) = (Owned::new(), Watch::new());
    assert_eq!(set_and_fail(&library, watched(&watch)).err(), Some(Code(1)));
    watch.end();
    assert_eq!(library.call(3), -1);
    assert_eq!(library.end(), Tally::expected([&watch], 1));
}

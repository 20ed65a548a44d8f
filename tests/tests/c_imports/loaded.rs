//! A library that is loaded at run time: see `csrc/loaded.c`.

use std::ffi::{CStr, c_char, c_int, c_void};
use std::ops::ControlFlow::{Break, Continue};
use std::ptr;
use std::sync::{Mutex, PoisonError};
use std::thread;

use callback_runtime::{Errno, import};
use callback_tests::{Drops, listen};

use crate::declared::{Step, Visit};

/// The path of the library, which the build script has built.
pub(crate) const LIBRARY: &str = env!("CALLBACK_TESTS_LOADED");

/// The library of the tests.
#[import(load = LIBRARY, as = pub(crate) Loaded)]
#[derive(Clone, Copy)]
unsafe extern "C" {
    /// The name of the library.
    safe fn loaded_name() -> *const c_char;
    #[link_name = "loaded_add"]
    pub(crate) safe fn add(left: c_int, right: c_int) -> c_int;
    #[link_name = "loaded_each"]
    safe fn each<B>(count: c_int, #[scope] step: Visit<B>, context: *mut c_void) -> c_int;
    #[link_name = "loaded_keep"]
    safe fn keep(
        #[register(unset = loaded().forget())] step: Step,
        context: *mut c_void,
    ) -> Result<(), Errno>;
    #[link_name = "loaded_forget"]
    safe fn forget() -> Result<(), Errno>;
    #[link_name = "loaded_call"]
    fn call(item: c_int) -> c_int;
    #[link_name = "loaded_find"]
    fn find<'a, T>(
        items: *const T,
        count: usize,
        #[c(usize = size_of::<T>())] _: (),
        #[scope] step: Step,
        context: *mut c_void,
    ) -> *const T
    where
        T: 'a;
    #[optional]
    #[link_name = "loaded_add"]
    safe fn present(left: c_int, #[c(c_int)] right: bool) -> c_int;
    #[optional]
    safe fn absent(left: c_int) -> c_int;
    #[optional]
    safe fn absent_each<B>(
        count: c_int,
        #[scope] step: Visit<B>,
        context: *mut c_void,
    ) -> Result<c_int, Errno>;
    #[optional]
    #[link_name = "loaded_each"]
    safe fn present_each<B>(
        count: c_int,
        #[scope] step: Visit<B>,
        context: *mut c_void,
    ) -> Result<c_int, Errno>;
    #[optional]
    #[link_name = "loaded_forget"]
    safe fn forget_maybe();
    #[cfg(any())]
    safe fn never() -> Nothing;
}

fn loaded() -> &'static Loaded {
    Loaded::load().unwrap()
}

#[test]
fn its_functions_are_methods() {
    // SAFETY: the library returns a string that lives as long as the program.
    let name = unsafe { CStr::from_ptr(loaded().loaded_name()) };
    assert_eq!((name, loaded().add(3, 4)), (c"the loaded library", 7));
}

#[test]
fn closures_are_taken_as_everywhere() {
    let mut items = Vec::new();
    let found = loaded().each(5, |item| {
        items.push(item);
        if item == 2 { Break("two") } else { Continue(()) }
    });
    assert_eq!((found, items), (Break("two"), vec![0, 1, 2]));
}

#[test]
fn a_method_may_be_generic() {
    let items = ["a", "b", "c"];
    // SAFETY: there are three of them.
    let found = unsafe { loaded().find(items.as_ptr(), 3, |at| c_int::from(at != 1)) };
    assert_eq!(found, &raw const items[1]);
    // SAFETY: as above.
    let found = unsafe { loaded().find(items.as_ptr(), 3, |_| 1) };
    assert_eq!(found, ptr::null());
}

#[test]
fn an_optional_function_may_be_missing() {
    let library = loaded();
    assert_eq!((library.present(1, true), library.absent(1)), (Some(2), None));
    assert_eq!(library.present_each(3, |_| Break('a')), Some(Ok(Break('a'))));
    let drops = Drops::new();
    let token = drops.token();
    let missing = library.absent_each::<(), _>(3, move |_| {
        token.touch();
        Continue(())
    });
    assert_eq!((missing, drops.count()), (None, 1));
}

#[test]
fn a_closure_is_kept_and_unset_calls_the_library() {
    static TURN: Mutex<()> = Mutex::new(());
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let _ear = listen("Step");
    let drops = Drops::new();
    let token = drops.token();
    let registration = loaded().keep(move |item| {
        token.touch();
        2 * item
    });
    let registration = registration.unwrap();
    // SAFETY: the callback is called where it was made.
    assert_eq!(unsafe { loaded().call(4) }, 8);
    // The library keeps one callback.
    let busy = loaded().keep(|item| item);
    assert_eq!(busy.err(), Some(Errno(BUSY)));
    drop(registration);
    // SAFETY: nothing is called.
    assert_eq!((unsafe { loaded().call(4) }, drops.count()), (-2, 1));
    assert_eq!(loaded().forget_maybe(), Some(()));
}

/// `EBUSY` of each C library.
const BUSY: c_int = 16;

#[test]
fn every_call_gives_the_same_instance() {
    let first = loaded();
    let others: Vec<&'static Loaded> = thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(loaded)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert!(others.iter().all(|other| ptr::eq(*other, first)));
}

/// `Copy` is derived, since the attributes of the block are those of the type.
#[test]
fn the_type_has_the_attributes_of_the_block() {
    let copy: Loaded = *loaded();
    assert_eq!(copy.add(1, 1), 2);
    assert_eq!(format!("{copy:?}"), "Loaded { .. }");
}

#[test]
fn another_type_may_stand_for_the_same_library() {
    /// The same once more, by another block.
    #[import(load = LIBRARY, as = Again, crate = callback_runtime)]
    unsafe extern "C" {
        safe fn loaded_add(left: c_int, right: c_int) -> c_int;
    }
    assert_eq!(Again::load().unwrap().loaded_add(2, 2), 4);
}

#[test]
fn a_type_may_derive_what_it_is_shown_by() {
    /// Not `Copy`.
    #[import(load = LIBRARY, as = Shown)]
    #[derive(Debug, Clone)]
    unsafe extern "C" {
        safe fn loaded_add(left: c_int, right: c_int) -> c_int;
        #[optional]
        safe fn absent();
    }

    /// Not `Debug`, which is written then.
    #[import(load = LIBRARY, as = Copied)]
    #[derive(Clone, Copy)]
    unsafe extern "C" {
        //! Inner attributes work, too.
        #![allow(non_snake_case)]

        #[link_name = "loaded_add"]
        safe fn Add(left: c_int, right: c_int) -> c_int;
        #[cfg(not(any()))]
        #[link_name = "loaded_add"]
        safe fn chosen(left: c_int, #[c(c_int)] right: bool) -> c_int;
        #[cfg(any())]
        safe fn chosen(left: Missing, #[c(Missing)] right: &Missing) -> Missing;
    }

    let shown: Shown = Shown::load().unwrap().clone();
    let text = format!("{shown:?}");
    assert!(text.starts_with("Shown { ") && !text.contains(".."), "{text}");
    assert_eq!((shown.loaded_add(1, 2), shown.absent()), (3, None));

    let copied: Copied = *Copied::load().unwrap();
    assert_eq!(format!("{copied:?}"), "Copied { .. }");
    assert_eq!((copied.Add(3, 4), copied.chosen(5, true)), (7, 6));
}

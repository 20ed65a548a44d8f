//! Registrations with a C library that calls out of order, with the context that it got and with others: see
//! `csrc/registered.c`.

use std::cell::RefCell;
use std::ffi::{c_int, c_void};
use std::ptr;
use std::rc::Rc;

use callback_runtime::{Fault, RawContext, RawFn, Registration, callback};
use callback_tests::{Event, Library, SetLibrary, Tally, UnsetLibrary, Watch, listen, taken};

// typedef int (*event_fn)(int item, void *user);
#[callback(extern "C", fallback = -1)]
type Tick = dyn FnMut(c_int) -> c_int;

#[callback(extern "C", fallback = -1)]
type Tock = dyn Fn(c_int) -> c_int;

type Kept<C> = Registration<'static, C, c_int>;

unsafe extern "C" {
    safe fn library_new() -> Library;
    fn library_end(library: Library) -> Tally;
    fn library_call(library: Library, item: c_int) -> c_int;
    fn library_make_up(library: Library, seed: u64, rounds: c_int);
    fn library_set(library: Library, event: RawFn<Tick>, user: RawContext<Tick>) -> c_int;
    fn library_set_and_call(library: Library, event: RawFn<Tick>, user: RawContext<Tick>) -> c_int;
    fn library_set_and_fail(library: Library, event: RawFn<Tick>, user: RawContext<Tick>) -> c_int;
    fn library_forget(library: Library) -> c_int;
    fn library_call_and_forget(library: Library) -> c_int;
    fn library_keep(library: Library) -> c_int;
}

fn set_callback(
    library: Library,
    set: SetLibrary,
    event: Event,
    user: *mut c_void,
) -> Result<(), c_int> {
    // SAFETY: the library is alive, and may call the callback at any time.
    taken(unsafe { set(library, event, user) })
}

fn unset_callback(library: Library, unset: UnsetLibrary) -> Result<(), c_int> {
    // SAFETY: the library is alive.
    taken(unsafe { unset(library) })
}

fn call(library: Library, item: c_int) -> c_int {
    // SAFETY: a callback has been set, and may be called at any time.
    unsafe { library_call(library, item) }
}

fn end(library: Library) -> Tally {
    // SAFETY: this is the end of the test.
    unsafe { library_end(library) }
}

fn tick(
    library: Library,
    watch: &Watch,
    set: SetLibrary,
    unset: UnsetLibrary,
) -> Result<Kept<Tick>, c_int> {
    let inside = watch.inside();
    Tick::new(move |item| inside.call(|| item)).register(
        move |tick, user| set_callback(library, set, tick, user),
        move |_, _, ()| unset_callback(library, unset),
    )
}

#[test]
fn a_library_that_forgets_to_let_go_gets_the_fallback() {
    let ear = listen("Tick");
    let (library, watch) = (library_new(), Watch::new());
    let tick = tick(library, &watch, library_set, library_forget).unwrap();
    assert_eq!([7, 8].map(|item| call(library, item)), [7, 8]);
    drop(tick);
    watch.end();
    for item in 0..100 {
        assert_eq!(call(library, item), -1);
    }
    assert_eq!(end(library), Tally::expected([&watch], 100));
    assert_eq!(ear.faults(), [Fault::Expired; 100]);
}

#[test]
fn a_library_may_call_while_it_is_told() {
    let ear = listen("Tick");
    let (library, watch) = (library_new(), Watch::new());
    let tick = tick(library, &watch, library_set_and_call, library_call_and_forget).unwrap();
    assert_eq!(tick.unregister(), Ok(()));
    watch.end();
    assert_eq!(call(library, 7), -1);
    assert_eq!((watch.entered(), end(library)), (2, Tally::expected([&watch], 1)));
    assert_eq!(ear.faults(), [Fault::Expired]);
}

#[test]
fn a_library_that_does_not_let_go_is_told_of_and_gets_the_fallback() {
    let ear = listen("Tick");
    let (library, watches) = (library_new(), [Watch::new(), Watch::new()]);
    let first = tick(library, &watches[0], library_set, library_keep).unwrap();
    drop(first);
    watches[0].end();
    assert_eq!(call(library, 7), -1);
    assert_eq!(ear.faults(), [Fault::StillRegistered, Fault::Expired]);
    let second = tick(library, &watches[1], library_set, library_keep).unwrap();
    assert_eq!((call(library, 7), second.unregister()), (7, Err(1)));
    watches[1].end();
    assert_eq!(call(library, 7), -1);
    assert_eq!(end(library), Tally::expected(&watches, 2));
    assert_eq!(ear.count(Fault::StillRegistered), 1);
}

#[test]
fn a_library_that_refuses_may_have_called_and_may_go_on() {
    let ear = listen("Tick");
    let (library, watch) = (library_new(), Watch::new());
    let refused = tick(library, &watch, library_set_and_fail, library_keep);
    assert_eq!(refused.err(), Some(1));
    watch.end();
    assert_eq!(call(library, 7), -1);
    assert_eq!((watch.entered(), end(library)), (1, Tally::expected([&watch], 1)));
    assert_eq!(ear.faults(), [Fault::Expired]);
}

#[test]
fn user_data_that_nobody_has_given_out_leads_nowhere() {
    const ROUNDS: u16 = 2000;
    let ear = listen("Tick");
    let (library, watch) = (library_new(), Watch::new());
    let tick = tick(library, &watch, library_set, library_forget).unwrap();
    // SAFETY: C may pass anything, because a handle is looked up.
    unsafe { library_make_up(library, 1, ROUNDS.into()) };
    assert_eq!(call(library, 7), 7);
    drop(tick);
    watch.end();
    let made_up = 2 * usize::from(ROUNDS) + 6;
    assert_eq!((watch.entered(), end(library)), (1, Tally::expected([&watch], made_up)));
    assert_eq!((ear.count(Fault::InvalidArgument), ear.count(Fault::Expired)), (1, made_up - 1));
}

#[test]
fn user_data_of_earlier_registrations_leads_nowhere() {
    let ear = listen("Tick");
    let library = library_new();
    let mut earlier: Vec<RawContext<Tick>> = Vec::new();
    let watches: Vec<Watch> = (0..50).map(|_| Watch::new()).collect();
    for watch in &watches {
        let current = tick(library, watch, library_set, library_forget).unwrap();
        for &user in &earlier {
            assert_eq!(set_callback(library, library_set, current.function(), user), Ok(()));
            assert_eq!(call(library, 7), -1);
        }
        assert_eq!(
            set_callback(library, library_set, current.function(), current.context()),
            Ok(())
        );
        assert_eq!(call(library, 7), 7);
        earlier.push(current.context());
        drop(current);
        watch.end();
    }
    assert_eq!(end(library), Tally::expected(&watches, 50 * 49 / 2));
    assert_eq!(ear.count(Fault::Expired), 50 * 49 / 2);
}

#[test]
fn a_callback_that_has_the_library_call_it_until_it_lets_go() {
    let ear = listen("Tock");
    let (library, watch) = (library_new(), Watch::new());
    let place = Rc::new(RefCell::new(None::<Kept<Tock>>));
    let (inside, own) = (watch.inside(), Rc::clone(&place));
    let tock = Tock::new(move |item| {
        inside.call(|| {
            if item < 100 {
                // The answers below that value come from a closure that was dropped.
                assert_eq!(call(library, item + 1), item + 1);
            } else {
                drop(own.take());
            }
            assert_eq!(call(library, item), -1);
            item
        })
    })
    .register(
        move |tock, user| set_callback(library, library_set, tock, user),
        move |_, _, ()| unset_callback(library, library_forget),
    )
    .unwrap();
    *place.borrow_mut() = Some(tock);
    assert_eq!(call(library, 1), 1);
    watch.end();
    assert_eq!((watch.entered(), end(library)), (100, Tally::expected([&watch], 100)));
    assert_eq!(ear.faults(), [Fault::Expired; 100]);
}

#[test]
fn null_is_never_user_data_of_a_registration() {
    let ear = listen("Tick");
    let (library, watch) = (library_new(), Watch::new());
    let tick = tick(library, &watch, library_set, library_forget).unwrap();
    assert_eq!(set_callback(library, library_set, tick.function(), ptr::null_mut()), Ok(()));
    assert_eq!(call(library, 7), -1);
    drop(tick);
    assert_eq!(call(library, 7), -1);
    assert_eq!(end(library), Tally::expected([&watch], 2));
    assert_eq!(ear.faults(), [Fault::InvalidArgument; 2]);
}

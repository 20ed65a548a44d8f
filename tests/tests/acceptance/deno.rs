//! Deno's and Dart's tests of stored callbacks, the cases that the other suites do not have.

use std::cell::RefCell;
use std::ffi::c_int;
use std::rc::Rc;
use std::sync::Mutex;
use std::thread;

use callback_runtime::{Dispatcher, Fault, RawContext, RawFn, Registration, callback};
use callback_tests::{listen, message, taken};

#[callback(extern "C", fallback = -1)]
type Stored = dyn Fn(c_int) -> c_int + Send + Sync;

#[callback(extern "C" fn(c_int, context: *mut std::ffi::c_void) -> c_int, fallback = -1)]
type Listener = dyn FnMut(c_int) -> c_int;

unsafe extern "C" {
    fn deno1_store_function(f: RawFn<Stored>, user: RawContext<Stored>) -> c_int;
    #[link_name = "deno1_store_function"]
    fn dart1_store_function(f: RawFn<Listener>, user: RawContext<Listener>) -> c_int;
    fn deno1_call_stored_function(value: c_int) -> c_int;
    fn deno1_call_stored_function_on_thread(value: c_int) -> c_int;
}

/// C has one place for a function, but tests run at once.
static PLACE: Mutex<()> = Mutex::new(());

fn store(f: RawFn<Stored>, user: RawContext<Stored>) -> Result<(), c_int> {
    // SAFETY: C may call at any time.
    taken(unsafe { deno1_store_function(f, user) })
}

#[test]
fn deno1_a_stored_function_is_called_from_a_thread() {
    let _place = PLACE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let ear = listen("Stored");
    let here = thread::current().id();
    let registration: Registration<_, _> = Stored::new(move |value| {
        assert!(value >= 0, "{value} is less than nothing");
        value * if thread::current().id() == here { 2 } else { 3 }
    })
    .register(store, |_, _, ()| Ok(()))
    .unwrap();
    // SAFETY: a function was stored, here and below.
    let answers = [1, 2].map(|value| unsafe { deno1_call_stored_function(value) });
    // SAFETY: as above.
    let elsewhere = [1, 2].map(|value| unsafe { deno1_call_stored_function_on_thread(value) });
    assert_eq!((answers, elsewhere), ([2, 4], [3, 6]));

    // An error on the thread is kept for the owner of the callback.
    // SAFETY: as above.
    let failed = [-5, 2].map(|value| unsafe { deno1_call_stored_function_on_thread(value) });
    assert_eq!(failed, [-1, -1]);
    assert_eq!(
        (registration.fault(), ear.faults()),
        (Some(Fault::Panicked), vec![Fault::Panicked])
    );
    let payload = registration.take_panic().unwrap();
    assert_eq!(message(&*payload), "-5 is less than nothing");
}

#[test]
fn dart1_a_listener_hears_what_threads_call() {
    let _place = PLACE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let dispatcher = Dispatcher::new(8);
    let heard = Rc::new(RefCell::new(Vec::new()));
    let (inner, here) = (Rc::clone(&heard), thread::current().id());
    // It is not `Send`, and runs only on this thread.
    let registration: Registration<_, _> = Listener::new(move |value| {
        assert_eq!(thread::current().id(), here);
        inner.borrow_mut().push(value);
        value + 1
    })
    .dispatch(&dispatcher)
    .register(
        // SAFETY: C may call at any time, on any thread.
        |f, user| taken(unsafe { dart1_store_function(f, user) }),
        |_, _, ()| Ok(()),
    )
    .unwrap();
    let answers = thread::scope(|threads| {
        let caller = threads.spawn(|| {
            // SAFETY: a function was stored.
            [1, 2, 3].map(|value| unsafe { deno1_call_stored_function_on_thread(value) })
        });
        for _ in 0..3 {
            dispatcher.recv();
        }
        caller.join().unwrap()
    });
    assert_eq!((answers, heard.take()), ([2, 3, 4], vec![1, 2, 3]));
    drop(registration);
}

//! Destroy functions that take more than the user data, find it by an expression, or return a value.

use std::ffi::{c_int, c_void};
use std::future::Future;
use std::pin::pin;
use std::ptr;
use std::task::{Context, Poll, Waker};
use std::thread;

use callback_runtime::{Fault, Incomplete, RawDestroy, callback};
use callback_tests::{Drops, Parts, keep_all, keep_reachable, listen};

/// The second parameter that GLib passes.
struct Closure;

macro_rules! kinds {
    ($($test:ident: $name:ident, [$($bounds:tt)*], after a call: $called:expr, on another thread: $elsewhere:expr;)*) => {$(
        mod $test {
            use super::*;

            // int (*destroy)(bool last, void *user, GClosure *closure, short code)
            #[callback(
                extern "C" fn(c_int, context: *mut c_void) -> c_int,
                fallback = -1,
                destroy = extern "system" fn(bool, context: *mut c_void, *mut Closure, i16) -> c_int,
                destroyed = 7,
            )]
            type $name = dyn $($bounds)*;

            const NAME: &str = stringify!($name);

            type Destroy = unsafe extern "system" fn(bool, *mut c_void, *mut Closure, i16) -> c_int;

            fn destroy(function: RawDestroy<$name>, user: *mut c_void) -> c_int {
                let function: Destroy = function;
                // SAFETY: C runs it once, or passes null.
                unsafe { function(true, user, ptr::null_mut(), -1) }
            }

            #[test]
            fn it_frees_and_answers() {
                let ear = listen(NAME);
                let drops = Drops::new();
                let token = drops.token();
                let context = $name::new(move |item| {
                    token.touch();
                    item
                });
                let (function, user, end) = context.notified(keep_all).unwrap();
                // SAFETY: the destroy function has not run.
                assert_eq!((unsafe { function(5, user) }, drops.count()), (5, $called));
                assert_eq!((destroy(end, ptr::null_mut()), drops.count()), (7, $called));
                assert_eq!((destroy(end, user), drops.count()), (7, 1));
                assert_eq!(ear.faults(), [Fault::InvalidArgument]);
            }

            #[test]
            fn a_capture_that_panics_ends_there() {
                let ear = listen(NAME);
                let drops = Drops::new();
                let bomb = drops.bomb();
                let context = $name::new(move |item| {
                    bomb.touch();
                    item
                });
                let (_, user, end) = context.notified(keep_all).unwrap();
                assert_eq!((destroy(end, user), drops.count()), (7, 1));
                assert_eq!(ear.faults(), [Fault::Panicked]);
            }

            #[test]
            fn elsewhere() {
                let ear = listen(NAME);
                let drops = Drops::new();
                let token = drops.token();
                let context = $name::new(move |item| {
                    token.touch();
                    item
                });
                let (_, user, end) = context.notified(keep_all).unwrap();
                let parts = Parts::new(end, user);
                let answer = thread::spawn(move || {
                    let (end, user) = parts.get();
                    destroy(end, user)
                });
                assert_eq!(answer.join().unwrap(), 7);
                let faults: &[Fault] = $elsewhere;
                assert_eq!((ear.faults().as_slice(), drops.count()), (faults, 1 - faults.len()));
                if drops.count() == 0 {
                    keep_reachable(user);
                }
            }
        }
    )*};
}

kinds! {
    mutable: EndMut, [FnMut(c_int) -> c_int], after a call: 0, on another thread: &[Fault::WrongThread];
    sent: EndSent, [FnMut(c_int) -> c_int + Send], after a call: 0, on another thread: &[];
    shared: EndShared, [Fn(c_int) -> c_int], after a call: 0, on another thread: &[Fault::WrongThread];
    synced: EndSynced, [Fn(c_int) -> c_int + Send + Sync], after a call: 0, on another thread: &[];
    single: EndOnce, [FnOnce(c_int) -> c_int], after a call: 1, on another thread: &[Fault::WrongThread];
    single_sent: EndOnceSent, [FnOnce(c_int) -> c_int + Send], after a call: 1, on another thread: &[];
}

/// An object of the library, as libuv has them, with the user data in it.
#[repr(C)]
struct Handle {
    data: *mut c_void,
    is_torn: bool,
}

/// Returns the user data of a handle, or `None` before it has any.
///
/// # Safety
///
/// - The handle is alive.
unsafe fn data(handle: *const Handle) -> Option<*mut c_void> {
    // SAFETY: the caller's promise.
    let Handle { data, is_torn } = unsafe { &*handle };
    assert!(!is_torn, "the handle is torn");
    (!data.is_null()).then_some(*data)
}

#[callback(
    extern "C" fn(handle: *mut Handle, *const T),
    // SAFETY: the library passes a handle that is alive.
    context = unsafe { data(handle) },
    destroy = extern "C" fn(c_int, handle: *mut Handle),
)]
type OnRead<T: Clone> = dyn FnMut(*mut Handle, &T);

#[test]
fn the_expression_of_the_callback_finds_it() {
    let ear = listen("OnRead");
    let (drops, mut seen) = (Drops::new(), 0);
    let token = drops.token();
    let seen_from_c: *mut u8 = &raw mut seen;
    let context = OnRead::<u8>::new(move |_, item| {
        token.touch();
        // SAFETY: the variable outlives the closure.
        unsafe { *seen_from_c += *item };
    });
    let (function, user, destroy) = context.notified(keep_all).unwrap();
    let mut handle = Handle { data: ptr::null_mut(), is_torn: false };
    let raw = &raw mut handle;
    // SAFETY: nothing is found, so nothing is destroyed.
    unsafe { destroy(0, raw) };
    // SAFETY: the handle is alive.
    unsafe { (*raw).data = user };
    // SAFETY: the destroy function has not run with this user data.
    unsafe { function(raw, &3) };
    // SAFETY: as above.
    unsafe { (*raw).is_torn = true };
    // SAFETY: the expression panics, so nothing is found.
    unsafe { destroy(0, raw) };
    assert_eq!((drops.count(), ear.faults()), (0, vec![Fault::InvalidArgument]));
    // SAFETY: as above.
    unsafe { (*raw).is_torn = false };
    // SAFETY: the first time that it finds the user data.
    unsafe { destroy(0, raw) };
    assert_eq!((drops.count(), seen), (1, 3));
}

#[callback(
    extern "C" fn(c_int, context: *mut c_void),
    destroy = extern "C" fn(*mut Closure, context: *mut c_void),
)]
type Done = dyn FnOnce(c_int);

#[test]
fn a_completion_has_a_destroy_function_of_that_form() {
    let (_, user, future) = Done::new(|_| ()).completion();
    let mut future = pin!(future);
    let destroy: unsafe extern "C" fn(*mut Closure, *mut c_void) = future.destroy();
    // SAFETY: the one time.
    unsafe { destroy(ptr::null_mut(), user) };
    let mut task = Context::from_waker(Waker::noop());
    assert_eq!(future.as_mut().poll(&mut task), Poll::Ready(Err(Incomplete::Destroyed)));
}

thread_local! {
    static INSIDE: std::cell::Cell<Option<(RawDestroy<Inside>, *mut c_void)>> =
        const { std::cell::Cell::new(None) };
}

#[callback(
    extern "C" fn(c_int, context: *mut c_void) -> c_int,
    fallback = -1,
    destroy = extern "C" fn(context: *mut c_void, c_int) -> c_int, destroyed = 1,
)]
type Inside = dyn FnMut(c_int) -> c_int;

#[test]
fn inside_a_call_the_closure_lives_until_that_returns() {
    let drops = Drops::new();
    let token = drops.token();
    let count = Drops::count;
    let counted: *const Drops = &raw const drops;
    let context = Inside::new(move |item| {
        token.touch();
        let (destroy, user) = INSIDE.take().unwrap();
        // SAFETY: C runs it once, from inside the call.
        assert_eq!(unsafe { destroy(user, 0) }, 1);
        // SAFETY: the counter outlives the closure.
        assert_eq!(count(unsafe { &*counted }), 0);
        item
    });
    let (function, user, destroy) = context.notified(keep_all).unwrap();
    INSIDE.set(Some((destroy, user)));
    // SAFETY: the destroy function has not run.
    assert_eq!((unsafe { function(4, user) }, drops.count()), (4, 1));
}

/// A value that C passes ownership of, whose destructor panics.
#[repr(transparent)]
struct Charge(*const Drops);

impl Drop for Charge {
    fn drop(&mut self) {
        // SAFETY: the counter outlives the call.
        drop(unsafe { (*self.0).bomb() });
    }
}

#[callback(
    extern "C" fn(context: *mut c_void),
    destroy = extern "C-unwind" fn(Charge, context: *mut c_void),
)]
type Charged = dyn FnMut();

#[test]
fn what_c_passes_besides_is_dropped_and_does_not_unwind() {
    let (drops, charges) = (Drops::new(), Drops::new());
    let token = drops.token();
    let context = Charged::new(move || token.touch());
    let (_, user, destroy) = context.notified(keep_all).unwrap();
    // SAFETY: C runs it once, and the counter outlives the call.
    unsafe { destroy(Charge(&raw const charges), user) };
    assert_eq!((drops.count(), charges.count()), (1, 1));
}

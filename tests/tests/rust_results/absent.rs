//! No callback yet: `context = <expression>` returns an `Option` of the user data.

use std::cell::Cell;
use std::ffi::{c_int, c_void};
use std::ptr::{self, NonNull};

use callback_runtime::{Fault, Registration, callback};
use callback_tests::{Drops, accept, keep, keep_all, listen, message, panic_of, removed};

/// A window. Its creator stores the user data in it.
#[repr(C)]
struct Window {
    user: Cell<*mut c_void>,
    is_torn: Cell<bool>,
}

impl Window {
    const fn new() -> Self {
        Self { user: Cell::new(ptr::null_mut()), is_torn: Cell::new(false) }
    }
}

/// Returns the user data that is stored in a window.
///
/// # Safety
///
/// - The window is alive.
unsafe fn stored(window: *const Window) -> Option<*mut c_void> {
    // SAFETY: the caller's promise.
    let window = unsafe { &*window };
    assert!(!window.is_torn.get(), "the window is torn");
    NonNull::new(window.user.get()).map(NonNull::as_ptr)
}

/// A value that C passes ownership of.
#[repr(transparent)]
struct Given(*const Drops);

impl Drop for Given {
    fn drop(&mut self) {
        // SAFETY: the counter outlives the call.
        drop(unsafe { (*self.0).token() });
    }
}

macro_rules! kinds {
    ($($test:ident: $name:ident, [$($bounds:tt)*];)*) => {$(
        mod $test {
            use super::*;

            #[callback(
                extern "C" fn(_window: *const Window, c_int, Given) -> c_int,
                // SAFETY: the window is alive.
                context = unsafe { stored(_window) },
                fallback = -1,
            )]
            type $name = dyn $($bounds)*;

            const NAME: &str = stringify!($name);

            fn call(
                function: callback_runtime::RawFn<$name>,
                window: &Window,
                drops: &Drops,
                item: c_int,
            ) -> c_int {
                // SAFETY: the window holds nothing or the user data of the function.
                unsafe { function(window, item, Given(drops)) }
            }

            #[test]
            fn before_the_first_message_there_is_no_fault() {
                let ear = listen(NAME);
                let (window, drops) = (Window::new(), Drops::new());
                $name::new(|item, _given| item).scope(|function, user| {
                    assert_eq!((call(function, &window, &drops, 1), drops.count()), (-1, 1));
                    window.user.set(user);
                    assert_eq!((call(function, &window, &drops, 2), drops.count()), (2, 2));
                    window.user.set(ptr::null_mut());
                    assert_eq!((call(function, &window, &drops, 3), drops.count()), (-1, 3));
                });
                assert_eq!(ear.faults(), []);
            }

            #[test]
            fn an_expression_that_panics_finds_null() {
                let ear = listen(NAME);
                let (window, drops) = (Window::new(), Drops::new());
                window.is_torn.set(true);
                $name::new(|item, _given| item).scope(|function, _| {
                    assert_eq!((call(function, &window, &drops, 1), drops.count()), (-1, 1));
                });
                assert_eq!(ear.faults(), [Fault::InvalidArgument]);
            }

            #[test]
            fn once() {
                let ear = listen(NAME);
                let (window, drops) = (Window::new(), Drops::new());
                let (function, user) = $name::new(|item, _given| item).once(keep).unwrap();
                assert_eq!(call(function, &window, &drops, 1), -1);
                window.user.set(user);
                assert_eq!((call(function, &window, &drops, 2), drops.count()), (2, 2));
                assert_eq!(ear.faults(), []);
            }
        }
    )*};
}

kinds! {
    mutable: AtMut, [FnMut(c_int, Given) -> c_int];
    sent: AtSent, [FnMut(c_int, Given) -> c_int + Send];
    shared: AtShared, [Fn(c_int, Given) -> c_int];
    synced: AtSynced, [Fn(c_int, Given) -> c_int + Send + Sync];
    single: AtOnce, [FnOnce(c_int, Given) -> c_int];
    single_sent: AtOnceSent, [FnOnce(c_int, Given) -> c_int + Send];
}

/// The default handling of a window's messages.
///
/// # Safety
///
/// - The window is alive.
unsafe fn default(window: *const Window) -> c_int {
    // SAFETY: the caller's promise.
    let window = unsafe { &*window };
    if window.user.get().is_null() { -11 } else { -10 }
}

#[callback(
    extern "C" fn(window: *const Window, c_int) -> c_int,
    // SAFETY: the window is alive.
    context = unsafe { stored(window) },
    // SAFETY: the window is alive.
    fallback = unsafe { default(window) },
)]
type Proc = dyn FnMut(*const Window, c_int) -> c_int;

#[test]
fn the_other_lifetimes_find_none_and_then_the_callback() {
    let ear = listen("Proc");
    let window = Window::new();
    let (function, user, destroy) = Proc::new(|_, item| item).notified(keep_all).unwrap();
    // SAFETY: the window holds nothing or the user data.
    let call = |function: callback_runtime::RawFn<Proc>, item| unsafe {
        function(&raw const window, item)
    };
    assert_eq!(call(function, 1), -11);
    window.user.set(user);
    assert_eq!(call(function, 2), 2);
    window.user.set(ptr::null_mut());
    // SAFETY: no call with the user data follows.
    unsafe { destroy(user) };
    assert_eq!(call(function, 3), -11);
    let kept: Registration<Proc, c_int> =
        Proc::new(|_, item| item).register(accept, removed).unwrap();
    assert_eq!(call(kept.function(), 1), -11);
    window.user.set(kept.context());
    assert_eq!(call(kept.function(), 2), 2);
    let function = kept.function();
    drop(kept);
    assert_eq!(ear.faults(), []);
    // A late call is a fault, and the window still works by default.
    assert_eq!(call(function, 3), -10);
    assert_eq!(ear.faults(), [Fault::Expired]);
}

#[test]
fn a_callback_that_is_there_may_still_fail() {
    let ear = listen("Proc");
    let window = Window::new();
    let payload = panic_of(|| {
        Proc::new(|_, _| panic!("the window procedure")).scope(|function, user| {
            window.user.set(user);
            // SAFETY: the scope lasts.
            let got = [1, 2].map(|item| unsafe { function(&raw const window, item) });
            assert_eq!(got, [-10, -10]);
        });
    });
    assert_eq!((message(&*payload), ear.faults()), ("the window procedure", vec![Fault::Panicked]));
}

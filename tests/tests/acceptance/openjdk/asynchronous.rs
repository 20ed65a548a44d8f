//! J3: a value of each type comes back from a C thread. A closure that is not `Send` and `Sync` is a
//! compile-fail case.

use std::ffi::{c_int, c_void};
use std::ptr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use callback_runtime::{RawContext, RawFn, callback};
use callback_tests::{accept, removed};

c_structs! {
    Float { f: f32 }
    IntFloat { i: c_int, f: f32 }
    Doubles { d: f64, e: f64 }
    PointerDoubleInt { p: *mut c_void, d: f64, i: c_int }
}

/// The test of a type.
macro_rules! returns {
    ($($name:ident $type:ty = $value:expr;)*) => {$(
        #[test]
        fn $name() {
            #[callback(
                extern "C", fallback = <$type as crate::case::Empty>::EMPTY,
            )]
            type Async = dyn Fn() -> $type + Send + Sync;

            unsafe extern "C" {
                fn $name(f: RawFn<Async>, user: RawContext<Async>) -> $type;
            }

            let (calls, here) = (AtomicUsize::new(0), thread::current().id());
            let closure = || {
                assert_ne!(thread::current().id(), here);
                calls.fetch_add(1, Ordering::Relaxed);
                $value
            };
            let answer = Async::new(closure)
                // SAFETY: the C thread ends in the call.
                .scope(|f, user| unsafe { $name(f, user) });
            assert_eq!((answer, calls.into_inner()), ($value, 1));
        }
    )*};
}

returns! {
    j3_call_async_i c_int = 42;
    j3_call_async_f f32 = 42.5;
    j3_call_async_d f64 = 42.25;
    j3_call_async_p *mut c_void = ptr::without_provenance_mut(42);
    j3_call_async_s_f Float = Float { f: 1.5 };
    j3_call_async_s_if IntFloat = IntFloat { i: 2, f: 2.5 };
    j3_call_async_s_dd Doubles = Doubles { d: 3.5, e: 4.5 };
    j3_call_async_s_pdi PointerDoubleInt = PointerDoubleInt { p: ptr::without_provenance_mut(5), d: 5.5, i: 6 };
}

#[callback(extern "C")]
type Nothing = dyn Fn() + Send + Sync;

unsafe extern "C" {
    fn j3_call_async_v(f: RawFn<Nothing>, user: RawContext<Nothing>) -> c_int;
}

#[test]
fn j3_call_async_v_while_it_is_registered() {
    let calls = Arc::new(AtomicUsize::new(0));
    let inner = Arc::clone(&calls);
    let registration = Nothing::new(move || {
        inner.fetch_add(1, Ordering::Relaxed);
    });
    let registration = registration.register(accept, removed);
    let registration = registration.unwrap();
    for _ in 0..3 {
        // SAFETY: C may call at any time, on any thread.
        let error = unsafe { j3_call_async_v(registration.function(), registration.context()) };
        assert_eq!(error, 0);
    }
    assert_eq!(calls.load(Ordering::Relaxed), 3);
}

//! P12: a callback that fails is reported once, by its name. C gets the declared fallback, and not what happens
//! to be in memory.

use std::ffi::{CStr, c_char, c_int, c_void};

use callback_runtime::{Fault, RawContext, RawFn, callback};
use callback_tests::{keep_reachable, listen, message, panic_of};

#[callback(extern "C" fn(c_int, context: *mut c_void) -> c_int, fallback = -77)]
type FailsForInt = dyn FnMut(c_int) -> c_int;

#[callback(extern "C" fn(f32, context: *mut c_void) -> f64, fallback = -7.5)]
type FailsForFloat = dyn FnMut(f32) -> f64;

#[callback(
    extern "C" fn(*const c_char, context: *mut c_void) -> *const c_char,
    fallback = c"nothing".as_ptr(),
)]
type FailsForString = dyn FnMut(&CStr) -> *const c_char;

unsafe extern "C" {
    fn p12_int(f: RawFn<FailsForInt>, value: c_int, user: RawContext<FailsForInt>) -> c_int;
    fn p12_float(f: RawFn<FailsForFloat>, value: f32, user: RawContext<FailsForFloat>) -> f64;
    fn p12_string(
        f: RawFn<FailsForString>,
        value: *const c_char,
        user: RawContext<FailsForString>,
    ) -> *const c_char;
}

/// The test of a closure that fails: in a `scope`, where the panic goes on, and with `forever`, where the
/// report is the only notice. C calls three times.
macro_rules! fails {
    ($callback:ident $call:ident($value:expr), $says:literal, $show:expr => $expected:expr) => {
        let ear = listen(stringify!($callback));
        let mut answers = Vec::new();
        let payload = panic_of(|| {
            $callback::new(|value| panic!("cannot do {value:?}")).scope(|f, user| {
                // SAFETY: C calls only during this call, and a string is one.
                answers.extend((0..3).map(|_| $show(unsafe { $call(f, $value, user) })));
            });
        });
        assert_eq!(message(&*payload), concat!("cannot do ", $says));
        assert_eq!(answers, [$expected; 3]);
        assert_eq!(ear.faults(), [Fault::Panicked]);

        let (f, user) = $callback::new(|value| panic!("cannot do {value:?}")).forever();
        keep_reachable(user);
        for _ in 0..3 {
            // SAFETY: the parts are valid forever.
            assert_eq!($show(unsafe { $call(f, $value, user) }), $expected);
        }
        let reports = ear.reports();
        let [_, report] = &reports[..] else { panic!("not one report more: {reports:?}") };
        assert_eq!((report.callback(), report.fault()), (stringify!($callback), Fault::Panicked));
        assert_eq!(report.declared_at().file(), file!());
    };
}

#[test]
fn p12_random_things_int() {
    fails!(FailsForInt p12_int(42), "42", |it: c_int| it => -77);
}

#[test]
fn p12_random_things_float() {
    fails!(FailsForFloat p12_float(0.5), "0.5", |it: f64| it.to_string() => "-7.5");
}

#[test]
fn p12_random_things_string() {
    // SAFETY: the closure's result and the fallback are strings that live forever.
    let text = |it: *const c_char| unsafe { CStr::from_ptr(it) };
    fails!(FailsForString p12_string(c"spam".as_ptr()), "\"spam\"", text => c"nothing");
}

//! N7 to N9, N12 and N14: function pointers that C calls, replaces, returns, and keeps for too long.

use std::cell::Cell;
use std::ffi::{c_int, c_longlong};
use std::rc::Rc;

use callback_runtime::{Fault, RawContext, RawFn, Registration, callback};
use callback_tests::{accept, listen, removed};

#[callback(extern "C" fn() -> c_int, context = none, fallback = -1)]
type Test = dyn FnMut() -> c_int;

#[callback(extern "C" fn(c_longlong) -> bool, context = none, fallback = false)]
type Check = dyn FnMut(c_longlong) -> bool;

#[callback(extern "C" fn(), context = none, slots = 1)]
type Notify = dyn FnMut();

#[callback(extern "C" fn(c_int) -> c_int, context = none, fallback = -1)]
type Int = dyn FnMut(c_int) -> c_int;

/// A callback, and the value that it has to return.
#[repr(C)]
struct WithValue {
    expected: c_int,
    f: RawFn<Test>,
}

unsafe extern "C" {
    fn n7_validate_delegate_returns_expected(expected: c_int, f: RawFn<Test>) -> bool;
    fn n7_replace_delegate(expected: c_int, f: &mut RawFn<Test>, new: &mut c_int) -> bool;
    fn n8_validate_callback_with_value(it: WithValue) -> bool;
    fn n8_validate_and_update_callback_with_value(it: &mut WithValue) -> bool;
    safe fn n8_get_native_test_function_returned(expected: &mut c_int) -> RawFn<Test>;
    fn n9_check_fcn_ptr(f: Option<RawFn<Check>>) -> bool;
    fn n12_initialize(f: RawFn<Notify>);
    fn n12_callback();
    fn n14_invoke_callback(f: RawFn<Int>, n: &mut c_int) -> bool;
}

const NATIVE: c_int = 123_456_789;

#[test]
fn n7_validate_delegate_returns_expected_value() {
    Test::new(|| 42).scope(|f| {
        // SAFETY: C calls only during this call, here and below.
        assert!(unsafe { n7_validate_delegate_returns_expected(42, f) });
        // SAFETY: as above.
        assert!(!unsafe { n7_validate_delegate_returns_expected(43, f) });
    });
}

#[test]
fn n7_replace_delegate_by_a_function_of_cs() {
    let mut calls = 0;
    Test::new(|| {
        calls += 1;
        42
    })
    .scope(|f| {
        let (mut function, mut expected) = (f, 0);
        // SAFETY: as above.
        assert!(unsafe { n7_replace_delegate(42, &mut function, &mut expected) });
        assert_eq!(expected, NATIVE);
        assert_ne!(function as *const (), f as *const ());
        // SAFETY: it is a C function now, which may be called at any time.
        assert_eq!(unsafe { function() }, NATIVE);
        // SAFETY: as above.
        assert!(unsafe { n7_validate_delegate_returns_expected(NATIVE, function) });
    });
    assert_eq!(calls, 1);
}

#[test]
fn n8_callback_with_value_in_a_struct() {
    Test::new(|| 42).scope(|f| {
        // SAFETY: as above.
        assert!(unsafe { n8_validate_callback_with_value(WithValue { expected: 42, f }) });
        let mut it = WithValue { expected: 42, f };
        // SAFETY: as above.
        assert!(unsafe { n8_validate_and_update_callback_with_value(&mut it) });
        assert_eq!(it.expected, NATIVE);
        // SAFETY: as above. The callback is a C function now.
        assert!(unsafe { n8_validate_callback_with_value(it) });
    });
}

#[test]
fn n8_get_native_test_function_returned_by_c() {
    let mut expected = 0;
    let f = n8_get_native_test_function_returned(&mut expected);
    // SAFETY: it is a C function, which may be called at any time.
    assert_eq!((unsafe { f() }, expected), (NATIVE, NATIVE));
}

#[test]
fn n9_check_fcn_ptr_that_is_null() {
    // SAFETY: C calls only during this call, if at all.
    assert!(!unsafe { n9_check_fcn_ptr(None) });
    let mut got = None;
    let answers = Check::new(|value| {
        let first = got.is_none();
        got = Some(value);
        first
    })
    // SAFETY: as above.
    .scope(|f| [(); 2].map(|()| unsafe { n9_check_fcn_ptr(Some(f)) }));
    assert_eq!((got, answers), (Some(999_999_999_999), [true, false]));
}

#[test]
fn n12_callback_on_collected_delegate() {
    let ear = listen("Notify");
    let seen = Rc::new(Cell::new(0));
    let inner = Rc::clone(&seen);
    let owner = Notify::new(move || inner.set(inner.get() + 1)).slot().unwrap();
    // SAFETY: C may call a function of a slot at any time.
    unsafe { n12_initialize(owner.function()) };
    // SAFETY: as above.
    unsafe { n12_callback() };
    assert_eq!((seen.get(), ear.faults()), (1, vec![]));

    drop(owner);
    assert_eq!(Rc::strong_count(&seen), 1, "the closure was dropped");
    // SAFETY: as above, also after the slot was given back.
    unsafe { n12_callback() };
    assert_eq!((seen.get(), ear.faults()), (1, vec![Fault::Expired]));
}

#[callback(extern "C", fallback = -1)]
type Registered = dyn FnMut(c_int) -> c_int;

unsafe extern "C" {
    #[link_name = "p13_call"]
    fn call(f: RawFn<Registered>, n: c_int, user: RawContext<Registered>) -> c_int;
}

#[test]
fn n12_callback_on_collected_delegate_registered() {
    let ear = listen("Registered");
    let owner: Registration<_, c_int> =
        Registered::new(|n| n + 1).register(accept, removed).unwrap();
    let (f, user) = (owner.function(), owner.context());
    // SAFETY: C may call at any time, with the parts from `register`.
    assert_eq!(unsafe { call(f, 1, user) }, 2);
    drop(owner);
    // SAFETY: as above.
    assert_eq!(unsafe { call(f, 1, user) }, -1);
    assert_eq!(ear.faults(), [Fault::Expired]);
}

/// .NET forbids a callback during a call without its garbage collector's transition. Rust has no such
/// transition, so any C function may call back.
#[test]
fn n14_invoke_callback_needs_no_transition() {
    let mut n = 20;
    // SAFETY: C calls only during this call.
    let done = Int::new(|n| n + 1).scope(|f| unsafe { n14_invoke_callback(f, &mut n) });
    assert_eq!((done, n), (true, 21));
}

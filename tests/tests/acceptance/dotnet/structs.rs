//! N10 and N11: structs that a callback may write to, by reference and by value, and C's `bool`.

use std::ffi::{CStr, c_char, c_int, c_void};
use std::ptr;

use callback_runtime::{RawFn, callback};

#[repr(C)]
#[derive(Clone, Copy)]
struct ComplexStruct {
    i: c_int,
    b: i8,
    str: *const c_char,
    padding: *mut c_void,
    u: Union,
}

#[repr(C)]
#[derive(Clone, Copy)]
union Union {
    flag: bool,
    real: f64,
    pointer: *mut c_int,
}

const REAL: f64 = 314_159.0 / 100_000.0;

/// Asserts that these are C's values, and replaces them.
fn replace(it: &mut ComplexStruct) {
    assert_eq!((it.i, it.b, it.padding), (9999, 0, ptr::null_mut()));
    // SAFETY: C has put a string there.
    assert_eq!(unsafe { CStr::from_ptr(it.str) }, c"Native");
    // SAFETY: C has put a number there.
    assert_eq!((unsafe { it.u.real },), (REAL,));
    *it = ComplexStruct {
        i: 321,
        b: 1,
        str: c"Managed".as_ptr(),
        padding: ptr::without_provenance_mut(123),
        u: Union { pointer: ptr::without_provenance_mut(0x0012_0000) },
    };
}

/// The tests of a calling convention: what C has after a call.
macro_rules! do_callback {
    ($by_ref:ident $by_val:ident $abi:literal) => {
        #[test]
        fn $by_ref() {
            #[callback(extern $abi fn(*mut ComplexStruct) -> bool, context = none, fallback = false)]
            type ByRef = dyn FnMut(&mut ComplexStruct) -> bool;

            unsafe extern "C" {
                fn $by_ref(f: RawFn<ByRef>) -> bool;
            }

            let seen = ByRef::new(|it: &mut ComplexStruct| {
                replace(it);
                true
            })
            // SAFETY: C calls only during this call.
            .scope(|f| unsafe { $by_ref(f) });
            assert!(seen, "C has what the callback wrote");
        }

        #[test]
        fn $by_val() {
            #[callback(extern $abi fn(ComplexStruct) -> bool, context = none, fallback = false)]
            type ByVal = dyn FnMut(ComplexStruct) -> bool;

            unsafe extern "C" {
                fn $by_val(f: RawFn<ByVal>) -> bool;
            }

            let seen = ByVal::new(|mut it: ComplexStruct| {
                replace(&mut it);
                std::hint::black_box(&it).i == 321
            })
            // SAFETY: C calls only during this call.
            .scope(|f| unsafe { $by_val(f) });
            assert!(seen, "C has what it had");
        }
    };
}

do_callback! { n10_by_ref_cdecl n10_by_val_cdecl "C" }
do_callback! { n10_by_ref_stdcall n10_by_val_stdcall "system" }

// The documentation's sample declares the result as a BOOL of four bytes, but C writes one. That is a
// compile-fail case.
#[callback(extern "system" fn(c_int) -> bool, context = none, fallback = false)]
type OfInt = dyn FnMut(c_int) -> bool;

#[callback(extern "system" fn(*const c_char) -> bool, context = none, fallback = false)]
type OfString = dyn FnMut(&CStr) -> bool;

unsafe extern "C" {
    fn n11_test_callback(f: RawFn<OfInt>, value: c_int) -> c_int;
    fn n11_test_callback2(f: RawFn<OfString>, value: *const c_char) -> c_int;
}

#[test]
fn n11_test_callback_of_an_int() {
    for answer in [true, false] {
        let mut got = None;
        let passed = OfInt::new(|value| {
            got = Some(value);
            answer
        })
        // SAFETY: C calls only during this call.
        .scope(|f| unsafe { n11_test_callback(f, 99) });
        assert_eq!((got, passed), (Some(99), answer.into()));
    }
}

#[test]
fn n11_test_callback2_of_a_string() {
    for answer in [true, false] {
        let mut got = None;
        let passed = OfString::new(|value| {
            got = Some(value.to_owned());
            answer
        })
        // SAFETY: C calls only during this call, with a string.
        .scope(|f| unsafe { n11_test_callback2(f, c"abc".as_ptr()) });
        assert_eq!((got.as_deref(), passed), (Some(c"abc"), answer.into()));
    }
}

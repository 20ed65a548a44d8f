//! Functions that a macro by example writes, and parts of a signature that are rare.

use std::ffi::c_int;

use callback_runtime::{FromC, callback};

macro_rules! written {
    ($name:ident($parameter:pat => $ty:ty), $out:ident, $ok:expr, $err:expr, $fallback:expr, $body:block) => {
        #[callback(
            extern "C" fn($ty, $out: *mut c_int) -> c_int,
            ok = $ok, err = $err, fallback = $fallback,
        )]
        fn $name($parameter: $ty) -> Result<c_int, c_int> $body
    };
}

written! {
    halve(number => c_int), _out,
    // SAFETY: C passes a place for the value.
    move |half| { unsafe { *_out = half }; 0 }, |odd: &c_int| -> c_int { *odd }, c_int::from(_out.is_null()) - 2,
    {
        assert_ne!(number, 0);
        if number % 2 == 0 { Ok(number / 2) } else { Err(number) }
    }
}

#[test]
fn a_macro_writes_a_function_with_its_keys_and_its_body() {
    let ear = callback_tests::listen("halve");
    let mut out = -1;
    // SAFETY: there is a place for the value.
    let mut call = |number| (unsafe { halve(number, &raw mut out) }, out);
    assert_eq!([call(6), call(5), call(0)], [(0, 3), (5, 3), (-2, 3)]);
    assert_eq!(ear.faults(), [callback_runtime::Fault::Panicked]);
}

#[repr(transparent)]
#[derive(Clone, Copy)]
struct Lent<'a>(&'a c_int);

struct Both<A, B>(A, B);

impl FromC<(c_int, c_int)> for Both<c_int, c_int> {
    unsafe fn from_c((first, second): (c_int, c_int)) -> Option<Self> {
        Some(Self(first, second))
    }
}

#[callback(extern "C" fn(Lent<'b>, *const c_int, (c_int, c_int)) -> c_int, fallback = -1)]
fn outlives<'a, 'b: 'a>(
    lent: Lent<'b>,
    other: &'a c_int,
    Both::<c_int, c_int>(first, second): Both<c_int, c_int>,
) -> c_int {
    let longest: &'a c_int = if *lent.0 > *other { lent.0 } else { other };
    *longest + first * second
}

#[test]
fn lifetimes_with_bounds_and_patterns_with_arguments_are_kept() {
    let (one, two) = (1, 2);
    // SAFETY: both numbers are alive.
    assert_eq!(unsafe { outlives(Lent(&one), &raw const two, 3, 4) }, 14);
}

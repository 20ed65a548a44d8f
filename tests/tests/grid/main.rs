//! J1 and J2 of `OpenJDK`: a callback of each signature gets what C passes, and C gets what it returns, bit by
//! bit. `tests/grid` has the signatures, and generates the code that is included below.

#![allow(
    clashing_extern_declarations,
    reason = "a sample of the C functions is declared once for each lifetime"
)]
#![allow(clippy::unreadable_literal, reason = "bits made by a program")]

use std::cell::Cell;
use std::ffi::{c_int, c_void};

use callback_runtime::{RawContext, RawFn, Registration, callback};
// The C side is linked with that crate.
use callback_tests::{accept, keep, keep_all, keep_reachable, removed};

/// The type of the context, and of what C calls `pointer`.
type Pointer = *mut c_void;

/// A type of the grid.
trait Sample: Copy {
    /// The values of the three parameters.
    const SENT: [Self; 3];
    /// The value that C gets if something is wrong.
    const NONE: Self;

    /// Returns whether it is the value of that parameter, bit by bit.
    fn is(self, at: usize) -> bool;
}

/// The capture of each closure.
const MARK: u64 = 0x0123_4567_89ab_cdef;

thread_local! {
    /// How often a closure found all values correct, and how often it did not.
    static ENTERED: Cell<(u32, u32)> = const { Cell::new((0, 0)) };
}

/// Records a call of the closure with this capture, and whether its arguments were correct.
fn entered(mark: u64, right: &[bool]) {
    let (good, bad) = ENTERED.get();
    let is_good = mark == MARK && !right.contains(&false);
    ENTERED.set(if is_good { (good + 1, bad) } else { (good, bad + 1) });
}

/// Checks the result of one call.
fn check<R: Sample>(name: &str, returned: R) {
    assert_eq!(ENTERED.replace((0, 0)), (1, 0), "what {name} passes");
    assert!(returned.is(0), "what {name} returns");
}

/// The test of a function that returns nothing.
impl Sample for () {
    const SENT: [(); 3] = [(); 3];
    const NONE: () = ();

    fn is(self, _: usize) -> bool {
        true
    }
}

/// A C type, with as many values as three structs have fields.
trait Scalar: Copy {
    const VALUES: [Self; 9];
    const NONE: Self;

    fn same(self, other: Self) -> bool;
}

impl<T: Scalar> Sample for T {
    const SENT: [T; 3] = [T::VALUES[0], T::VALUES[3], T::VALUES[6]];
    const NONE: T = <T as Scalar>::NONE;

    fn is(self, at: usize) -> bool {
        self.same(Self::SENT[at])
    }
}

macro_rules! scalar {
    (bool $($bits:literal),*) => {
        impl Scalar for bool {
            const VALUES: [bool; 9] = [$($bits != 0),*];
            const NONE: bool = false;

            fn same(self, other: bool) -> bool {
                self == other
            }
        }
    };
    (Pointer $($bits:literal),*) => {
        impl Scalar for Pointer {
            const VALUES: [Pointer; 9] = [$(std::ptr::without_provenance_mut($bits)),*];
            const NONE: Pointer = std::ptr::null_mut();

            fn same(self, other: Pointer) -> bool {
                self == other
            }
        }
    };
    ($type:ident $($bits:literal),*) => {
        impl Scalar for $type {
            const VALUES: [$type; 9] = [$($type::from_ne_bytes(lowest::<{ size_of::<$type>() }>($bits))),*];
            const NONE: $type = $type::from_ne_bytes([0; size_of::<$type>()]);

            fn same(self, other: $type) -> bool {
                self.to_ne_bytes() == other.to_ne_bytes()
            }
        }
    };
}

/// The lowest bytes of a number, in the byte order of the machine.
const fn lowest<const N: usize>(bits: u64) -> [u8; N] {
    let (mut bytes, mut at) = ([0; N], 0);
    while at < N {
        let place = if cfg!(target_endian = "little") { at } else { N - 1 - at };
        bytes[place] = bits.to_le_bytes()[at];
        at += 1;
    }
    bytes
}

macro_rules! structure {
    ($name:ident { $($field:ident: $type:ident $at:literal),* }) => {
        #[repr(C)]
        #[derive(Clone, Copy)]
        struct $name {
            $($field: $type,)*
        }

        impl $name {
            const fn of(place: usize) -> Self {
                Self { $($field: <$type as Scalar>::VALUES[3 * place + $at]),* }
            }
        }

        impl Sample for $name {
            const SENT: [Self; 3] = [Self::of(0), Self::of(1), Self::of(2)];
            const NONE: Self = Self { $($field: <$type as Scalar>::NONE),* };

            fn is(self, at: usize) -> bool {
                $(self.$field.same(Self::SENT[at].$field))&&*
            }
        }
    };
}

/// Declares the callback of a signature and the C function that calls it. Wraps them in a function that
/// creates a closure and passes it on.
macro_rules! declared {
    (
        $name:ident registers [] [$($prototype:tt)*] [$($argument:ident: $type:ident = $at:literal),*]
        $returns:ty, $result:expr; $($then:tt)*
    ) => {
        declared! {
            @ $name [$($prototype)*] [] [$($argument: $type = $at),*] $returns, $result; $($then)*
        }
    };
    (
        $name:ident spilled [$($before:tt)*] [$($prototype:tt)*]
        [$($argument:ident: $type:ident = $at:literal),*] $returns:ty, $result:expr; $($then:tt)*
    ) => {
        declared! {
            @ $name
            [
                $($before)* i64, i64, i64, i64, i64, i64, i64, i64,
                f64, f64, f64, f64, f64, f64, f64, f64, $($prototype)*
            ]
            [
                i1: i64 = 1, i2: i64 = 2, i3: i64 = 3, i4: i64 = 4,
                i5: i64 = 5, i6: i64 = 6, i7: i64 = 7, i8: i64 = 8,
                d1: f64 = 1.5, d2: f64 = 2.5, d3: f64 = 3.5, d4: f64 = 4.5,
                d5: f64 = 5.5, d6: f64 = 6.5, d7: f64 = 7.5, d8: f64 = 8.5,
            ]
            [$($argument: $type = $at),*] $returns, $result; $($then)*
        }
    };
    (
        @ $name:ident [$($prototype:tt)*] [$($spilled:ident: $number:ident = $value:literal,)*]
        [$($argument:ident: $type:ident = $at:literal),*] $returns:ty, $result:expr;
        $echo:ident $call:ident => $then:expr
    ) => {
        fn $name() {
            #[callback(extern "C" fn($($prototype)*) -> $returns, fallback = <$returns as Sample>::NONE)]
            type Echo = dyn FnMut($($number,)* $($type),*) -> $returns;

            unsafe extern "C" {
                fn $name(f: RawFn<Echo>, user: RawContext<Echo>) -> $returns;
            }

            let mark = std::hint::black_box(MARK);
            // In tuples, since equal floats are intended.
            let $echo = Echo::new(move |$($spilled: $number,)* $($argument: $type),*| {
                entered(mark, &[$(($spilled,) == ($value,),)* $($argument.is($at)),*]);
                $result
            });
            // SAFETY: C calls once, while it runs, a callback that is alive.
            let $call = |f, user| unsafe { $name(f, user) };
            $then
        }
    };
}

/// A signature whose callback is called in a `scope`.
macro_rules! signature {
    ($name:ident $($signature:tt)*) => {
        declared! { $name $($signature)*; echo call => check(stringify!($name), echo.scope(call)) }
    };
}

/// A signature whose callback is called in the other lifetimes.
macro_rules! once {
    ($name:ident $($signature:tt)*) => {
        declared! {
            $name $($signature)*;
            echo call => {
                let (f, user) = echo.once(keep).unwrap();
                check(stringify!($name), call(f, user));
            }
        }
    };
}

macro_rules! notified {
    ($name:ident $($signature:tt)*) => {
        declared! {
            $name $($signature)*;
            echo call => {
                let (f, user, destroy) = echo.notified(keep_all).unwrap();
                check(stringify!($name), call(f, user));
                // SAFETY: the one time, and no call follows.
                unsafe { destroy(user) };
            }
        }
    };
}

macro_rules! register {
    ($name:ident $($signature:tt)*) => {
        declared! {
            $name $($signature)*;
            echo call => {
                let kept: Registration<'static, Echo, c_int> = echo.register(accept, removed).unwrap();
                check(stringify!($name), call(kept.function(), kept.context()));
            }
        }
    };
}

macro_rules! forever {
    ($name:ident $($signature:tt)*) => {
        declared! {
            $name $($signature)*;
            echo call => {
                let (f, user) = echo.forever();
                keep_reachable(user);
                check(stringify!($name), call(f, user));
            }
        }
    };
}

fn run(signatures: &[fn()]) {
    assert!(!signatures.is_empty());
    for signature in signatures {
        signature();
    }
}

include!(concat!(env!("OUT_DIR"), "/grid.rs"));

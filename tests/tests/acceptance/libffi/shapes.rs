//! F25: a callback returns the same as a C function: 32 structs in three places each, which are 96 signatures.

use std::array;
use std::ffi::{c_int, c_long};

/// The members of the structs. All values are small integers.
trait Element: Copy {
    fn plus(self, other: Self) -> Self;
    fn minus(self, other: Self) -> Self;
    fn of(number: i8) -> Self;
    fn long(self) -> c_long;
}

macro_rules! elements {
    ($($type:ty: $plus:expr, $minus:expr, $of:expr, $long:expr;)*) => {$(
        impl Element for $type {
            fn plus(self, other: Self) -> Self {
                $plus(self, other)
            }
            fn minus(self, other: Self) -> Self {
                $minus(self, other)
            }
            fn of(number: i8) -> Self {
                $of(number)
            }
            #[allow(clippy::cast_possible_truncation, reason = "not all of the types need it")]
            fn long(self) -> c_long {
                $long(self)
            }
        }
    )*};
}

elements! {
    u8: u8::wrapping_add, u8::wrapping_sub, |it: i8| it.to_ne_bytes()[0], c_long::from;
    i16: i16::wrapping_add, i16::wrapping_sub, i16::from, c_long::from;
    i32: i32::wrapping_add, i32::wrapping_sub, i32::from, c_long::from;
    i64: i64::wrapping_add, i64::wrapping_sub, i64::from, |it| it as c_long;
    f32: |a, b| a + b, |a, b| a - b, f32::from, |it| it as c_long;
    f64: |a, b| a + b, |a, b| a - b, f64::from, |it| it as c_long;
}

fn each<T: Element, const N: usize>(make: impl FnMut(usize) -> T) -> [T; N] {
    array::from_fn(make)
}

/// Declares three callbacks of a struct, and their test.
macro_rules! shapes {
    ($($name:ident $struct:ident $type:ty, $count:literal;)*) => {$(
        #[test]
        fn $name() {
            use std::ffi::c_void;

            use callback_runtime::{RawContext, RawFn, callback};

            c_structs! { $struct { c: [$type; $count] } }

            #[callback(
                extern "C" fn($struct, i8, f64, $struct, context: *mut c_void) -> $struct,
                fallback = <$struct as crate::case::Empty>::EMPTY,
            )]
            type Around = dyn FnMut($struct, i8, f64, $struct) -> $struct;

            #[callback(
                extern "C" fn(
                    c_long, c_long, c_long, c_long, c_long, c_long, $struct, c_long,
                    context: *mut c_void,
                ) -> c_long,
                fallback = 0,
            )]
            type After = dyn FnMut(
                c_long, c_long, c_long, c_long, c_long, c_long, $struct, c_long,
            ) -> c_long;

            #[callback(
                extern "C" fn(
                    f64, $struct, c_long, f64, $struct, f32, $struct, context: *mut c_void,
                ) -> $struct,
                fallback = <$struct as crate::case::Empty>::EMPTY,
            )]
            type Among = dyn FnMut(f64, $struct, c_long, f64, $struct, f32, $struct) -> $struct;

            #[repr(C)]
            struct Same {
                around: unsafe extern "C" fn(RawFn<Around>, RawContext<Around>) -> c_int,
                after: unsafe extern "C" fn(RawFn<After>, RawContext<After>) -> c_int,
                among: unsafe extern "C" fn(RawFn<Among>, RawContext<Among>) -> c_int,
            }

            unsafe extern "C" {
                safe static $name: Same;
            }

            let around = Around::new(|a, b, c, d| {
                assert_eq!((c,), (5.75,));
                // C casts 5.75 to int.
                let by = <$type>::of(b + 5);
                $struct { c: each(|at| a.c[at].minus(d.c[at]).plus(by)) }
            })
            // SAFETY: C calls only during this call.
            .scope(|f, user| unsafe { ($name.around)(f, user) });
            let after = After::new(|a, b, c, d, e, f, g, h| {
                let sum = a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f + 7 * h;
                g.c.iter().fold(sum, |sum, part| sum.wrapping_mul(3).wrapping_add(part.long()))
            })
            // SAFETY: as above.
            .scope(|f, user| unsafe { ($name.after)(f, user) });
            let among = Among::new(|a, b, c, d, e, f, g| {
                assert_eq!((a, c, d, f), (1.0, 2, 3.0, 4.0));
                let by = <$type>::of(10);
                $struct { c: each(|at| b.c[at].plus(e.c[at]).minus(g.c[at]).plus(by)) }
            })
            // SAFETY: as above.
            .scope(|f, user| unsafe { ($name.among)(f, user) });
            assert_eq!([around, after, among], [1; 3]);
        }
    )*};
}

shapes! {
    f25_bytes_1 Bytes1 u8, 1;
    f25_bytes_2 Bytes2 u8, 2;
    f25_bytes_3 Bytes3 u8, 3;
    f25_bytes_4 Bytes4 u8, 4;
    f25_bytes_5 Bytes5 u8, 5;
    f25_bytes_6 Bytes6 u8, 6;
    f25_bytes_7 Bytes7 u8, 7;
    f25_bytes_8 Bytes8 u8, 8;
    f25_bytes_9 Bytes9 u8, 9;
    f25_bytes_10 Bytes10 u8, 10;
    f25_bytes_11 Bytes11 u8, 11;
    f25_bytes_12 Bytes12 u8, 12;
    f25_bytes_13 Bytes13 u8, 13;
    f25_bytes_14 Bytes14 u8, 14;
    f25_bytes_15 Bytes15 u8, 15;
    f25_bytes_16 Bytes16 u8, 16;
    f25_bytes_34 Bytes34 u8, 34;
    f25_shorts_3 Shorts3 i16, 3;
    f25_ints_1 Ints1 c_int, 1;
    f25_ints_3 Ints3 c_int, 3;
    f25_longs_1 Longs1 c_long, 1;
    f25_longs_2 Longs2 c_long, 2;
    f25_longs_4 Longs4 c_long, 4;
    f25_longs_6 Longs6 c_long, 6;
    f25_floats_1 Floats1 f32, 1;
    f25_floats_2 Floats2 f32, 2;
    f25_floats_3 Floats3 f32, 3;
    f25_floats_4 Floats4 f32, 4;
    f25_doubles_1 Doubles1 f64, 1;
    f25_doubles_2 Doubles2 f64, 2;
    f25_doubles_3 Doubles3 f64, 3;
    f25_doubles_4 Doubles4 f64, 4;
}

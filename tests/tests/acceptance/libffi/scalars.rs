//! F1 to F9 and F18: integers and floating-point numbers of every width, in registers and on the stack.

use std::ffi::c_int;

/// Casts like C to `int`: the suite adds the arguments up after that.
trait Whole {
    fn whole(self) -> c_int;
}

macro_rules! whole {
    ($($type:ty)*) => {$(
        impl Whole for $type {
            #[allow(
                clippy::cast_lossless,
                clippy::cast_possible_truncation,
                reason = "as C casts"
            )]
            fn whole(self) -> c_int {
                self as c_int
            }
        }
    )*};
}

whole! { i16 c_int u64 f32 f64 }

/// The test of a sum of the arguments and the captures.
macro_rules! sum {
    ($name:ident($($argument:ident: $type:ty = $sent:expr),* $(,)?) => $expected:expr) => {
        case! {
            $name($($argument: $type = $sent),*) -> c_int,
            3 $(+ $argument.whole())* => $expected
        }
    };
}

sum! { f1_closure_simple(a: c_int = 0, b: c_int = 1, c: c_int = 2, d: c_int = 3) => 9 }

sum! {
    f2_closure_fn0(
        a: u64 = 1, b: c_int = 2, c: u64 = 3, d: c_int = 4, e: i16 = 127, f: u64 = 429,
        g: c_int = 7, h: c_int = 8, i: f64 = 9.5, j: c_int = 10, k: c_int = 11, l: f32 = 12.0,
        m: c_int = 13, n: c_int = 19, o: c_int = 21, p: c_int = 1,
    ) => 680
}

sum! {
    f3_closure_fn1(
        a: f32 = 1.1, b: f32 = 2.2, c: f32 = 3.3, d: f32 = 4.4, e: i16 = 127, f: f32 = 5.5,
        g: f32 = 6.6, h: c_int = 8, i: f64 = 9.0, j: c_int = 10, k: c_int = 11, l: f32 = 12.0,
        m: c_int = 13, n: c_int = 19, o: c_int = 21, p: c_int = 1,
    ) => 255
}

sum! {
    f4_closure_fn3(
        a: f32 = 1.1, b: f32 = 2.2, c: f32 = 3.3, d: f32 = 4.4, e: f32 = 5.5, f: f32 = 6.6,
        g: f32 = 7.7, h: f32 = 8.8, i: f64 = 9.0, j: c_int = 10, k: f32 = 11.11, l: f32 = 12.0,
        m: c_int = 13, n: f32 = 19.19, o: f32 = 21.21, p: c_int = 1,
    ) => 135
}

sum! {
    f5_closure_fn4(
        a: u64 = 1, b: u64 = 2, c: u64 = 3, d: u64 = 4, e: u64 = 127, f: u64 = 429, g: u64 = 7,
        h: u64 = 8, i: u64 = 9, j: u64 = 10, k: u64 = 11, l: u64 = 12, m: u64 = 13, n: u64 = 19,
        o: u64 = 21, p: c_int = 1,
    ) => 680
}

sum! {
    f5_closure_fn5(
        a: u64 = 1, b: u64 = 2, c: u64 = 3, d: u64 = 4, e: u64 = 127, f: u64 = 429, g: u64 = 7,
        h: u64 = 8, i: u64 = 9, j: u64 = 10, k: c_int = 11, l: u64 = 12, m: u64 = 13, n: u64 = 19,
        o: u64 = 21, p: c_int = 1,
    ) => 680
}

sum! {
    f5_closure_fn6(
        a: u64 = 1, b: u64 = 2, c: u64 = 3, d: u64 = 4, e: c_int = 127, f: f64 = 429.0,
        g: f64 = 7.0, h: f32 = 8.0, i: f64 = 9.5, j: f64 = 10.0, k: c_int = 11, l: f32 = 12.0,
        m: c_int = 13, n: c_int = 19, o: f64 = 21.0, p: f64 = 1.0,
    ) => 680
}

case! { f6_cls_multi_schar(a: i8 = 2, b: i8 = 125) -> i8, a + b => 127 }

case! {
    f7_cls_multi_ushortchar(a: u8 = 1, b: u16 = 2, c: u8 = 127, d: u16 = 128) -> u16,
    u16::from(a) + b + u16::from(c) + d => 258
}

case! {
    // The last sum but one does not fit.
    f8_cls_multi_sshortchar(a: i8 = 1, b: i16 = 32765, c: i8 = 127, d: i16 = -128) -> i16,
    (i16::from(a) + b).wrapping_add(c.into()).wrapping_add(d) => 32765
}

const FIFTEEN: u64 = 0x0fff_ffff_ffff_ffff;

case! {
    f9_cls_ulonglong_214(a: u64 = 214) -> u64,
    FIFTEEN ^ a => 1_152_921_504_606_846_761
}

case! {
    // 2^63. The list of cases expects 8070450533247928831, which has lost the highest bit. The next number
    // gives that result, with a 5 in the tenth place.
    f9_cls_ulonglong_above_i64(a: u64 = 9_223_372_036_854_775_808) -> u64,
    FIFTEEN ^ a => 10_376_293_541_461_622_783
}

case! {
    f9_cls_ulonglong_below_i64(a: u64 = 9_223_372_035_854_775_808) -> u64,
    FIFTEEN ^ a => 8_070_450_533_247_928_831
}

case! {
    f18_cls_many_mixed_float_double(
        a: f64 = 1.0, b: f32 = 2.0, c: f64 = 3.0, d: f64 = 4.0, e: f64 = 5.0, f: f64 = 6.0,
        g: f64 = 7.0, h: f32 = 8.0, i: f32 = 9.0, j: f64 = 10.0, k: f32 = 11.0, l: f32 = 12.0,
    ) -> f64,
    a + f64::from(b) + c + d + e + f + g + f64::from(h) + f64::from(i) + j + f64::from(k)
        + f64::from(l) => 78.0
}

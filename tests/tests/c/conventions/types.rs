//! Values that C passes and expects back: see `csrc/conventions.h`, which has the same ones.

use std::ffi::c_void;

/// A type that C passes by value.
pub(crate) trait Sample: Copy {
    /// A value that C passes.
    const SENT: Self;
    /// A value that C does not pass.
    const NONE: Self;
}

macro_rules! samples {
    ($($type:ty: $sent:expr, $none:expr;)*) => {$(
        impl Sample for $type {
            const SENT: Self = $sent;
            const NONE: Self = $none;
        }
    )*};
}

macro_rules! structs {
    ($($name:ident { $($field:ident: $type:ty = $sent:expr, $none:expr;)* })*) => {$(
        #[repr(C)]
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub(crate) struct $name {
            $(pub(crate) $field: $type,)*
        }

        impl Sample for $name {
            const SENT: Self = Self { $($field: $sent),* };
            const NONE: Self = Self { $($field: $none),* };
        }
    )*};
}

samples! {
    i64: -0x1234_5678_9abc_def1, 0;
    u64: 0xfedc_ba98_7654_3210, 0;
    f64: f64::from_bits(0x2d32_3456_789a_bcde), 0.0;
    f32: f32::from_bits(0xf191_a2b0), 0.0;
}

structs! {
    Pointer { pointer: *const c_void = std::ptr::without_provenance(0x5eed_f00d), std::ptr::null(); }
    Real { x: f64 = f64::from_bits(0xf83f_edcb_a987_6543), 0.0; }
    Single { x: f32 = f32::from_bits(0x0dff_6e5d), 0.0; }
    Pair { a: i32 = -0x1122_3344, 0; b: i32 = 0x5566_7788, 0; }
    Twelve { a: i32 = -1, 0; b: i32 = 0x7fff_ffff, 0; c: i32 = 0x1234_5678, 0; }
    Doubles {
        x: f64 = f64::from_bits(0x3ff0_0000_0000_0001), 0.0;
        y: f64 = f64::from_bits(0xbfef_ffff_ffff_ffff), 0.0;
    }
    Mixed { number: i32 = -0x0765_4321, 0; real: f64 = f64::from_bits(0x4315_5555_5555_5555), 0.0; }
    Sixteen { a: i64 = -0x0102_0304_0506_0708, 0; b: i64 = 0x1122_3344_5566_7788, 0; }
    Aligned {
        before: i32 = 0x1b2b_3b4b, 0;
        value: i64 = -0x5a6a_7a8a_9aaa_baca, 0;
        after: i8 = -0x5d, 0;
    }
    Large {
        a: i64 = 0x7766_5544_3322_1100, 0;
        b: f64 = f64::from_bits(0xbf78_8888_8888_8888), 0.0;
        c: f32 = f32::from_bits(0x4155_e6f7), 0.0;
        d: i32 = -0x1357_9bdf, 0;
    }
}

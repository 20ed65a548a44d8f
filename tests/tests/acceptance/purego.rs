//! purego's `callback_test`, the cases that the other suites do not have.

use std::ffi::{c_int, c_void};

use callback_runtime::{RawContext, RawFn, callback};

const MARK: i64 = 0x5eed_f00d_cafe_babe;

/// The callback of these parameters, and its test.
macro_rules! marks {
    ($($name:ident: $type:ty = $sent:expr,)*) => {
        #[callback(extern "C" fn($($type,)* context: *mut c_void) -> i64, fallback = 0)]
        type Marks = dyn FnMut($($type),*) -> i64;

        unsafe extern "C" {
            fn purego1_call_with_marks(f: RawFn<Marks>, user: RawContext<Marks>) -> c_int;
        }

        #[test]
        fn purego1_narrow_arguments_on_the_stack_between_marks() {
            let mut calls = 0;
            let unharmed = Marks::new(|$($name: $type),*| {
                $(assert_eq!(($name,), ($sent,), stringify!($name));)*
                calls += 1;
                MARK
            })
            // SAFETY: C calls only during this call.
            .scope(|f, user| unsafe { purego1_call_with_marks(f, user) });
            assert_eq!((calls, unharmed), (1, 1));
        }
    };
}

marks! {
    mark0: i64 = MARK, i1: i64 = 1, i2: i64 = 2, i3: i64 = 3, i4: i64 = 4, i5: i64 = 5, i6: i64 = 6,
    i7: i64 = 7, mark1: i64 = MARK, i8: i8 = -8, i9: i16 = -900, yes: bool = true,
    i10: i32 = -100_000, u11: u8 = 200, f0: f32 = 0.5, mark2: i64 = MARK, f1: f32 = 1.5,
    f2: f32 = 2.5, f3: f32 = 3.5, f4: f32 = 4.5, f5: f32 = 5.5, f6: f32 = 6.5, f7: f32 = 7.5,
    f8: f32 = 8.5, f9: f32 = 9.5, i12: i8 = -11, d0: f64 = 12.25, mark3: i64 = MARK,
}

//! J5 and J6: arguments in registers and stack slots in which more bits are set than their types have.

use std::ffi::{c_int, c_void};

use callback_runtime::{RawContext, RawFn, callback};

/// The tests of a type: the value that the closure gets, and the value after it is widened.
macro_rules! narrow {
    ($($name:ident $spilled:ident $type:ty: $($passed:literal => $seen:expr),*;)*) => {$(
        #[test]
        fn $name() {
            #[callback(extern "C" fn($type, context: *mut c_void) -> c_int, fallback = -1)]
            type Narrow = dyn FnMut($type) -> c_int;

            unsafe extern "C" {
                fn j5_test(f: *const c_void, x: usize, user: RawContext<Narrow>) -> c_int;
            }

            for (passed, seen) in [$(($passed, $seen)),*] {
                let mut got = None;
                let widened = Narrow::new(|narrow| {
                    got = Some(narrow);
                    c_int::from(narrow)
                })
                .scope(|f: RawFn<Narrow>, user| {
                    // SAFETY: C calls only during this call. The convention has the argument in the lowest bits
                    // of what C passes.
                    unsafe { j5_test(f as *const c_void, passed, user) }
                });
                assert_eq!((got, widened), (Some(seen), c_int::from(seen)), "{passed:#x}");
            }
        }

        #[test]
        #[cfg_attr(target_vendor = "apple", ignore = "narrow arguments share a stack slot there")]
        fn $spilled() {
            #[callback(
                extern "C" fn(
                    usize, usize, usize, usize, usize, usize, usize, usize, $type,
                    context: *mut c_void,
                ) -> c_int,
                fallback = -1,
            )]
            type Spilled = dyn FnMut(
                usize, usize, usize, usize, usize, usize, usize, usize, $type,
            ) -> c_int;

            unsafe extern "C" {
                fn j5_test_spilled(f: *const c_void, x: usize, user: RawContext<Spilled>) -> c_int;
            }

            for (passed, seen) in [$(($passed, $seen)),*] {
                let mut got = None;
                let widened = Spilled::new(|a, b, c, d, e, f, g, h, narrow| {
                    got = Some(([a, b, c, d, e, f, g, h], narrow));
                    c_int::from(narrow)
                })
                .scope(|f: RawFn<Spilled>, user| {
                    // SAFETY: as above.
                    unsafe { j5_test_spilled(f as *const c_void, passed, user) }
                });
                let seen_all = Some(([1, 2, 3, 4, 5, 6, 7, 8], seen));
                assert_eq!((got, widened), (seen_all, c_int::from(seen)), "{passed:#x}");
            }
        }
    )*};
}

narrow! {
    j5_normalize_i8 j5_normalize_i8_spilled i8:
        0x7f => 0x7f, 0xff => -1, 0x0fff_ff01 => 1, 0x7fff_ff80 => -0x80, 0xffff_ff00 => 0;
    j5_normalize_u8 j5_normalize_u8_spilled u8:
        0x7f => 0x7f, 0xff => 0xff, 0x0fff_ff01 => 1, 0x7fff_ff80 => 0x80, 0xffff_ff00 => 0;
    j5_normalize_i16 j5_normalize_i16_spilled i16:
        0x7fff => 0x7fff, 0xffff => -1, 0x0fff_0001 => 1, 0x7fff_8000 => -0x8000, 0xffff_0000 => 0;
    j5_normalize_u16 j5_normalize_u16_spilled u16:
        0x7fff => 0x7fff, 0xffff => 0xffff, 0x0fff_0001 => 1, 0x7fff_8000 => 0x8000, 0xffff_0000 => 0;
    j6_normalize_bool j6_normalize_bool_spilled bool:
        0 => false, 1 => true, 0b10 => true, 0x100 => false, 0x80 => true, 0xffff_ff00 => false,
        0xffff_ff02 => true;
}

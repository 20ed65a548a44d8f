//! P11: a value of each type that a C library may have, alone and after a byte, comes back unchanged.

use std::ffi::{
    c_char, c_double, c_float, c_int, c_long, c_longlong, c_schar, c_short, c_uchar, c_uint,
    c_ulong, c_ulonglong, c_ushort,
};

macro_rules! grid {
    ($($name:ident $type:ty: $($value:expr),*;)*) => {$(
        #[test]
        fn $name() {
            use callback_runtime::{RawFn, callback};

            #[callback(
                extern "C" fn($type) -> $type,
                context = none, slots = 1, fallback = <$type as crate::case::Empty>::EMPTY,
            )]
            type Alone = dyn FnMut($type) -> $type;

            #[callback(
                extern "C" fn(i8, $type) -> $type,
                context = none, slots = 1, fallback = <$type as crate::case::Empty>::EMPTY,
            )]
            type After = dyn FnMut(i8, $type) -> $type;

            #[repr(C)]
            struct Calls {
                alone: unsafe extern "C" fn($type, RawFn<Alone>) -> $type,
                after: unsafe extern "C" fn($type, RawFn<After>) -> $type,
            }

            unsafe extern "C" {
                safe static $name: Calls;
            }

            for value in [$($value),*] {
                let mut got = None;
                let alone = Alone::new(|value| {
                    got = Some(value);
                    value
                })
                // SAFETY: C calls only during this call.
                .scope(|f| unsafe { ($name.alone)(value, f) });
                assert_eq!((got, alone), (Some(value), value));

                let mut got = None;
                let after = After::new(|byte, value| {
                    got = Some((byte, value));
                    value
                })
                // SAFETY: as above.
                .scope(|f| unsafe { ($name.after)(value, f) });
                assert_eq!((got, after), (Some((-1, value)), value));
            }
        }
    )*};
}

/// The letters, as C has them.
fn letter(letter: u8) -> c_char {
    c_char::try_from(letter).unwrap()
}

grid! {
    p11_byte c_schar: -42, 42, c_schar::MIN, c_schar::MAX;
    p11_ubyte c_uchar: 42, c_uchar::MAX;
    p11_char c_char: letter(b'x'), letter(b'a'), c_char::MAX, c_char::MIN;
    p11_short c_short: -42, 42, c_short::MIN, c_short::MAX;
    p11_ushort c_ushort: 42, c_ushort::MAX;
    p11_int c_int: -42, 42, c_int::MIN, c_int::MAX;
    p11_uint c_uint: 42, c_uint::MAX;
    p11_long c_long: -42, 42, c_long::MIN, c_long::MAX;
    p11_ulong c_ulong: 42, c_ulong::MAX;
    p11_longlong c_longlong: -42, 42, c_longlong::MIN, c_longlong::MAX;
    p11_ulonglong c_ulonglong: 42, c_ulonglong::MAX;
    p11_float c_float: -std::f32::consts::E, std::f32::consts::E, c_float::MAX, -0.0;
    p11_double c_double: -314.0 / 100.0, 314.0 / 100.0, c_double::MIN_POSITIVE, -0.0;
}

//! F19: as many arguments as a large struct has members, of all kinds.

use std::ffi::c_char;
use std::ptr;

/// An address that nobody follows.
fn to(address: usize) -> *mut c_char {
    ptr::without_provenance_mut(address)
}

/// Adds one to a value of any type.
trait Add {
    fn add(self, more: u8) -> Self;
}

macro_rules! add {
    ($($type:ty)*) => {$(
        impl Add for $type {
            fn add(self, more: u8) -> Self {
                self + Self::try_from(more).unwrap()
            }
        }
    )*};
}

add! { u8 i8 u16 i16 u32 i32 u64 i64 f32 f64 }

impl Add for *mut c_char {
    fn add(self, more: u8) -> Self {
        self.wrapping_add(more.into())
    }
}

macro_rules! huge {
    ($($name:ident: $type:ty = $sent:expr, + $more:expr;)*) => {
        c_structs! { Huge { $($name: $type),* } }

        case! {
            f19_huge_struct($($name: $type = $sent),*) -> Huge,
            Huge { $($name: Add::add($name, $more)),* } => Huge { $($name: Add::add($sent, $more)),* }
        }
    };
}

huge! {
    u8_0: u8 = 200, + 1;
    i8_1: i8 = -99, + 2;
    u16_2: u16 = 60002, + 3;
    i16_3: i16 = -29997, + 4;
    u32_4: u32 = 4_000_000_004, + 5;
    i32_5: i32 = -1_999_999_995, + 1;
    u64_6: u64 = 0x8000_0000_0000_0006, + 2;
    i64_7: i64 = -0x4000_0000_0000_0007, + 3;
    f32_8: f32 = 8.5, + 4;
    f64_9: f64 = 9.25, + 5;
    p_10: *mut c_char = to(0x100a), + 1;
    c_11: c_char = 76, + 2;
    u8_12: u8 = 212, + 3;
    i8_13: i8 = -87, + 4;
    u16_14: u16 = 60014, + 5;
    i16_15: i16 = -29985, + 1;
    u32_16: u32 = 4_000_000_016, + 2;
    i32_17: i32 = -1_999_999_983, + 3;
    u64_18: u64 = 0x8000_0000_0000_0012, + 4;
    i64_19: i64 = -0x4000_0000_0000_0013, + 5;
    f32_20: f32 = 20.5, + 1;
    f64_21: f64 = 21.25, + 2;
    p_22: *mut c_char = to(0x1016), + 3;
    c_23: c_char = 88, + 4;
    u8_24: u8 = 224, + 5;
    i8_25: i8 = -75, + 1;
    u16_26: u16 = 60026, + 2;
    i16_27: i16 = -29973, + 3;
    u32_28: u32 = 4_000_000_028, + 4;
    i32_29: i32 = -1_999_999_971, + 5;
    u64_30: u64 = 0x8000_0000_0000_001e, + 1;
    i64_31: i64 = -0x4000_0000_0000_001f, + 2;
    f32_32: f32 = 32.5, + 3;
    f64_33: f64 = 33.25, + 4;
    p_34: *mut c_char = to(0x1022), + 5;
    c_35: c_char = 100, + 1;
    u8_36: u8 = 236, + 2;
    i8_37: i8 = -63, + 3;
    u16_38: u16 = 60038, + 4;
    i16_39: i16 = -29961, + 5;
    u32_40: u32 = 4_000_000_040, + 1;
    i32_41: i32 = -1_999_999_959, + 2;
    u64_42: u64 = 0x8000_0000_0000_002a, + 3;
    i64_43: i64 = -0x4000_0000_0000_002b, + 4;
    f32_44: f32 = 44.5, + 5;
    f64_45: f64 = 45.25, + 1;
    p_46: *mut c_char = to(0x102e), + 2;
    c_47: c_char = 112, + 3;
    u8_48: u8 = 248, + 4;
    i8_49: i8 = -51, + 5;
}

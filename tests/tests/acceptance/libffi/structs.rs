//! F10 to F17: structs by value, of every size and alignment.

use std::ffi::{c_int, c_void};
use std::ptr;

c_structs! {
    Bytes { a: u8, b: u8, c: u8 }
    Five { a: u16, b: u16, c: u8 }
    Mixed { a: f64, b: f64, c: c_int, d: f32 }
    Floats { f: f32, g: f32, h: f32 }
    Large {
        a: f64, b: f64, c: f64, d: f64, e: f64, f: f64, g: f64, h: f64, i: f64, j: f64, k: f64,
        l: f64, m: f64, n: c_int,
    }
    Single { a: c_int }
    First { a: f64, b: f32, c: c_int }
    Second { i: c_int, d: f64, f: f32 }
    Nested { first: First, second: Second }
}

/// Adds structs of one type, field by field.
macro_rules! sums {
    ($($name:ident { $($field:ident),* })*) => {$(
        impl std::ops::Add for $name {
            type Output = Self;

            fn add(self, other: Self) -> Self {
                Self { $($field: self.$field + other.$field),* }
            }
        }
    )*};
}

sums! {
    Bytes { a, b, c }
    Five { a, b, c }
    Mixed { a, b, c, d }
    Floats { f, g, h }
    Large { a, b, c, d, e, f, g, h, i, j, k, l, m, n }
}

case! {
    f10_cls_3_1byte(x: Bytes = Bytes { a: 12, b: 13, c: 14 }, y: Bytes = Bytes { a: 178, b: 179, c: 180 })
        -> Bytes,
    x + y => Bytes { a: 190, b: 192, c: 194 }
}

case! {
    f11_cls_5byte(x: Five = Five { a: 127, b: 120, c: 1 }, y: Five = Five { a: 12, b: 128, c: 9 })
        -> Five,
    x + y => Five { a: 139, b: 248, c: 10 }
}

case! {
    f12_cls_24byte(
        x: Mixed = Mixed { a: 9.0, b: 2.0, c: 6, d: 5.0 },
        y: Mixed = Mixed { a: 1.0, b: 2.0, c: 3, d: 7.0 },
        z: Mixed = Mixed { a: 4.0, b: 5.0, c: 7, d: 9.0 },
        w: Mixed = Mixed { a: 8.0, b: 6.0, c: 1, d: 4.0 },
    ) -> Mixed,
    x + y + z + w => Mixed { a: 22.0, b: 15.0, c: 17, d: 25.0 }
}

case! {
    f13_cls_3float(
        x: Floats = Floats { f: 1.0, g: 2.0, h: 3.0 },
        y: Floats = Floats { f: 1.0, g: 2.0, h: 3.0 },
    ) -> Floats,
    x + y => Floats { f: 2.0, g: 4.0, h: 6.0 }
}

impl Large {
    /// Thirteen digits and a number.
    fn new(digits: [u8; 13], n: c_int) -> Self {
        let mut digits = digits.into_iter().map(f64::from);
        let mut next = || digits.next().unwrap();
        Self {
            a: next(),
            b: next(),
            c: next(),
            d: next(),
            e: next(),
            f: next(),
            g: next(),
            h: next(),
            i: next(),
            j: next(),
            k: next(),
            l: next(),
            m: next(),
            n,
        }
    }
}

case! {
    f14_stret_large(
        x: Large = Large::new([9, 2, 6, 5, 1, 3, 9, 5, 9, 2, 6, 5, 1], 1),
        y: Large = Large::new([1, 2, 3, 7, 2, 1, 2, 3, 1, 2, 3, 7, 2], 2),
        z: Large = Large::new([4, 5, 7, 9, 0, 4, 6, 8, 4, 5, 7, 9, 0], 4),
        w: Large = Large::new([8, 6, 1, 4, 3, 5, 2, 2, 8, 6, 1, 4, 3], 9),
    ) -> Large,
    x + y + z + w
        => Large::new([22, 15, 17, 25, 6, 13, 19, 18, 22, 15, 17, 25, 6], 16)
}

case! {
    f15_single_entry_structs1(x: c_int = 12125, y: Single = Single { a: 31625 }) -> Single,
    Single { a: x + y.a } => Single { a: 43750 }
}

case! {
    f16_nested_struct(
        x: First = First { a: 9.0, b: 2.0, c: 6 },
        y: Second = Second { i: 1, d: 2.0, f: 3.0 },
        z: Nested = Nested {
            first: First { a: 4.0, b: 5.0, c: 6 },
            second: Second { i: 3, d: 1.0, f: 8.0 },
        },
    ) -> Nested,
    Nested {
        first: First {
            a: x.a + y.d + z.first.a,
            b: x.b + y.f + z.first.b,
            c: x.c + y.i + z.first.c,
        },
        second: Second {
            i: x.c + y.i + z.second.i,
            d: x.a + y.d + z.second.d,
            f: x.b + y.f + z.second.f,
        },
    } => Nested {
        first: First { a: 15.0, b: 10.0, c: 13 },
        second: Second { i: 10, d: 12.0, f: 13.0 },
    }
}

macro_rules! aligned {
    ($($name:ident $struct:ident $type:ty = $x:expr, $y:expr, $sum:expr;)*) => {$(
        c_structs! { $struct { a: u8, b: $type, c: u8 } }
        sums! { $struct { a, b, c } }

        case! {
            $name(
                x: $struct = $struct { a: 12, b: $x, c: 127 },
                y: $struct = $struct { a: 1, b: $y, c: 13 },
            ) -> $struct,
            x + y => $struct { a: 13, b: $sum, c: 140 }
        }
    )*};
}

// `long double` is a compile-fail case: Rust has no such type.
aligned! {
    f17_cls_align_float Float f32 = 4951.0, 9320.0, 14271.0;
    f17_cls_align_double Double f64 = 4951.0, 9320.0, 14271.0;
    f17_cls_align_sint16 Sint16 i16 = 4951, 9320, 14271;
    f17_cls_align_sint32 Sint32 i32 = 4951, 9320, 14271;
    f17_cls_align_sint64 Sint64 i64 = 4951, 9320, 14271;
    f17_cls_align_uint16 Uint16 u16 = 4951, 9320, 14271;
    f17_cls_align_uint32 Uint32 u32 = 4951, 9320, 14271;
    f17_cls_align_uint64 Uint64 u64 = 4951, 9320, 14271;
}

c_structs! { Pointer { a: u8, b: *const c_void, c: u8 } }

fn address(address: usize) -> *const c_void {
    ptr::without_provenance(address)
}

case! {
    f17_cls_align_pointer(
        x: Pointer = Pointer { a: 12, b: address(4951), c: 127 },
        y: Pointer = Pointer { a: 1, b: address(9320), c: 13 },
    ) -> Pointer,
    Pointer { a: x.a + y.a, b: address(x.b.addr() + y.b.addr()), c: x.c + y.c }
        => Pointer { a: 13, b: address(14271), c: 140 }
}

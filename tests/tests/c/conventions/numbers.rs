//! Every calling convention: numbers of every width, the context in every place, and more arguments than
//! registers.

/// A callback of many parameters, and its test.
macro_rules! many {
    ($abi:literal $($name:ident: $type:ty = $sent:expr,)*) => {
        #[callback(extern $abi fn($($type,)* context: *mut c_void) -> u64, fallback = 0)]
        type Many = dyn FnMut($($type),*) -> u64;

        #[derive(Debug, PartialEq)]
        struct Arguments {
            $($name: $type,)*
        }

        #[test]
        fn more_arguments_than_registers() {
            let mut got = None;
            let right = Many::new(|$($name),*| {
                got = Some(Arguments { $($name),* });
                0xfedc_ba98_7654_3210
            })
            // SAFETY: C calls only during this call.
            .scope(|f, user| unsafe { (CALLS.Many)(f, user) });
            assert_eq!((got, right), (Some(Arguments { $($name: $sent),* }), 1));
        }
    };
}

/// The tests of a calling convention, whose calls are in the C table `calls_by_NAME`.
macro_rules! convention {
    ($convention:ident $abi:literal $table:literal) => {
        mod $convention {
            use std::ffi::c_void;

            use callback_runtime::callback;

            use crate::conventions::types::{Mixed, Pair, Sixteen};

            #[callback(extern $abi fn(context: *mut c_void, i32, i64) -> i64, fallback = 0)]
            type First = dyn FnMut(i32, i64) -> i64;

            #[callback(extern $abi fn(i32, context: *mut c_void, f64, i64) -> f64, fallback = 0.0)]
            type Middle = dyn FnMut(i32, f64, i64) -> f64;

            #[callback(extern $abi fn(u8, context: usize, i64) -> u32, fallback = 0)]
            type Integer = dyn FnMut(u8, i64) -> u32;

            many! {
                $abi
                i0: i8 = -100, r0: f64 = 0.5, i1: u16 = 40001, r1: f32 = 1.5,
                i2: i32 = -2_000_000_002, r2: f64 = 2.5, i3: u64 = 0xf000_0000_0000_0003, r3: f32 = 3.5,
                i4: i64 = -0x7000_0000_0000_0004, r4: f64 = 4.5, i5: u8 = 205, r5: f32 = 5.5,
                i6: i16 = -30006, r6: f64 = 6.5, i7: u32 = 0xf000_0007, r7: f32 = 7.5,
                i8: i64 = 0x7000_0000_0000_0008, r8: f64 = 8.5, i9: i8 = -109, r9: f32 = 9.5,
                mixed: Mixed = Mixed { number: -3, real: 0.25 },
                sixteen: Sixteen = Sixteen { a: -0x4000_0000_0000_0005, b: 6 },
                pair: Pair = Pair { a: 7, b: -8 },
            }

            values! {
                $abi $table a_number_of_each_type_comes_back
                AnI64 i64, AU64 u64, AnF64 f64, AnF32 f32;
                First, Middle, Integer, Many
            }

            #[test]
            fn the_context_first() {
                let right = First::new(|narrow, wide| i64::from(narrow) + wide)
                    // SAFETY: C calls only during this call.
                    .scope(|f, user| unsafe { (CALLS.First)(f, user) });
                assert_eq!(right, 1);
            }

            #[test]
            fn the_context_in_the_middle() {
                let mut got = None;
                let right = Middle::new(|narrow, real, wide| {
                    got = Some((narrow, wide));
                    real - 9.0
                })
                // SAFETY: C calls only during this call.
                .scope(|f, user| unsafe { (CALLS.Middle)(f, user) });
                assert_eq!((got, right), (Some((-9, 0x0807_0605_0403_0201)), 1));
            }

            #[test]
            fn the_context_as_an_integer() {
                let mut got = None;
                let right = Integer::new(|narrow, wide| {
                    got = Some((narrow, wide));
                    u32::from(narrow) - 1
                })
                // SAFETY: C calls only during this call.
                .scope(|f, user| unsafe { (CALLS.Integer)(f, user) });
                assert_eq!((got, right), (Some((0xfe, -0x1_0000_0000)), 1));
            }
        }
    };
}

convention! { c "C" "calls_by_c" }
convention! { system "system" "calls_by_system" }

// The C side has these by attributes of GCC and Clang.
#[cfg(all(target_arch = "x86_64", not(target_env = "msvc")))]
convention! { sysv64 "sysv64" "calls_by_sysv64" }
#[cfg(all(target_arch = "x86_64", not(target_env = "msvc")))]
convention! { win64 "win64" "calls_by_win64" }
#[cfg(all(target_arch = "x86", not(target_env = "msvc")))]
convention! { cdecl "cdecl" "calls_by_cdecl" }
#[cfg(all(target_arch = "x86", not(target_env = "msvc")))]
convention! { stdcall "stdcall" "calls_by_stdcall" }
#[cfg(all(target_arch = "x86", not(target_env = "msvc")))]
convention! { fastcall "fastcall" "calls_by_fastcall" }
#[cfg(all(target_arch = "x86", not(target_env = "msvc")))]
convention! { thiscall "thiscall" "calls_by_thiscall" }

// With structs by value, rustc's `efiapi` follows UEFI only on the targets of UEFI and Windows.
#[cfg(all(target_arch = "x86_64", windows))]
convention! { efiapi "efiapi" "calls_by_c" }
#[cfg(target_arch = "aarch64")]
convention! { efiapi "efiapi" "calls_by_c" }

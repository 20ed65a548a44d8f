//! Structs by value, passed and returned, in registers and in memory.

macro_rules! convention {
    ($convention:ident $abi:literal $table:literal) => {
        mod $convention {
            use std::ffi::c_void;

            use callback_runtime::callback;

            use crate::conventions::types::{
                Aligned, Doubles, Large, Mixed, Pair, Pointer, Real, Single, Sixteen, Twelve,
            };

            values! {
                $abi $table a_struct_of_each_shape_comes_back
                APointer Pointer, AReal Real, ASingle Single, APair Pair, ATwelve Twelve,
                ADoubles Doubles, AMixed Mixed, ASixteen Sixteen, AnAligned Aligned, ALarge Large;
            }
        }
    };
}

convention! { c "C" "structs_by_c" }
convention! { system "system" "structs_by_system" }

// The C side has these by attributes of GCC and Clang. `fastcall` and `thiscall` are left out: for a struct
// that is returned in memory, GCC puts the hidden pointer elsewhere than Clang and Rust.
#[cfg(all(target_arch = "x86_64", not(target_env = "msvc")))]
convention! { sysv64 "sysv64" "structs_by_sysv64" }
#[cfg(all(target_arch = "x86_64", not(target_env = "msvc")))]
convention! { win64 "win64" "structs_by_win64" }
#[cfg(all(target_arch = "x86", not(target_env = "msvc")))]
convention! { cdecl "cdecl" "structs_by_cdecl" }
#[cfg(all(target_arch = "x86", not(target_env = "msvc")))]
convention! { stdcall "stdcall" "structs_by_stdcall" }

// With structs by value, rustc's `efiapi` follows UEFI only on the targets of UEFI and Windows.
#[cfg(all(target_arch = "x86_64", windows))]
convention! { efiapi "efiapi" "structs_by_c" }
#[cfg(target_arch = "aarch64")]
convention! { efiapi "efiapi" "structs_by_c" }

//! Values narrower than a register, as C passes them.

use core::ffi::c_int;
use core::mem::{ManuallyDrop, MaybeUninit};
use core::ptr;

/// Converts C's `bool` to Rust's. C may pass any byte for it, and leave anything in the register above the byte.
///
/// # Safety
///
/// - C passed `raw`, so its byte is initialized.
#[inline(always)]
#[must_use]
pub unsafe fn normalize(raw: MaybeUninit<bool>) -> bool {
    // SAFETY: the byte is initialized, and any byte is a `u8`. Volatile for the reason given at `truncate`.
    unsafe { ptr::read_volatile(raw.as_ptr().cast::<u8>()) != 0 }
}

/// Returns what C passed, without the bits above it in the register.
///
/// On some targets, such as x86-64 Linux, rustc relies on the caller to extend an integer that is narrower than
/// C's `int`, and reads all 32 bits of the register. C compilers do extend it, but the ABI does not require
/// that, and assembly and other languages do not. In memory there are no more bits than those of the type.
#[inline(always)]
#[must_use]
pub fn truncate<T>(argument: T) -> T {
    if const { size_of::<T>() >= size_of::<c_int>() || size_of::<T>() == 0 } {
        return argument;
    }
    let argument = ManuallyDrop::new(argument);
    // SAFETY: the pointer is to a valid value, which `ManuallyDrop` does not drop, so that it is moved out once.
    unsafe { ptr::read_volatile(&raw const *argument) }
}

//! The conversions of this crate for a pointer and a length, in either order.

use core::mem::MaybeUninit;
use core::slice;

use crate::contract::conversions::Integer;
use crate::contract::convert::FromC;

/// Conversions of `[generics] pointer => slice, function`, also for an `Option` of the slice.
macro_rules! slices {
    ($([$($generic:tt)*] $raw:ty => $target:ty, $make:ident;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<$($generic)* N: Integer> FromC<($raw, N)> for $target {
            #[inline]
            unsafe fn from_c((pointer, length): ($raw, N)) -> Option<Self> {
                let length = slice_length(pointer, length)?;
                if length == 0 {
                    // `(NULL, 0)` is how C writes the empty array.
                    return Some(Default::default());
                }
                if pointer.is_null() {
                    return None;
                }
                // SAFETY: not null, not longer than an object can be, and valid for the call (the
                // caller's promise). The elements are those that C passes, or bytes of the same size.
                Some(unsafe { slice::$make(pointer.cast(), length) })
            }
        }

        #[diagnostic::do_not_recommend]
        impl<$($generic)* N: Integer> FromC<($raw, N)> for Option<$target> {
            #[inline]
            unsafe fn from_c((pointer, length): ($raw, N)) -> Option<Self> {
                if pointer.is_null() {
                    return Some(None);
                }
                // SAFETY: the caller's promise is the same.
                unsafe { <$target>::from_c((pointer, length)) }.map(Some)
            }
        }

        #[diagnostic::do_not_recommend]
        impl<$($generic)* N: Integer> FromC<(N, $raw)> for $target {
            #[inline(always)]
            unsafe fn from_c((length, pointer): (N, $raw)) -> Option<Self> {
                // SAFETY: the caller's promise is the same.
                unsafe { Self::from_c((pointer, length)) }
            }
        }

        #[diagnostic::do_not_recommend]
        impl<$($generic)* N: Integer> FromC<(N, $raw)> for Option<$target> {
            #[inline(always)]
            unsafe fn from_c((length, pointer): (N, $raw)) -> Option<Self> {
                // SAFETY: the caller's promise is the same.
                unsafe { Self::from_c((pointer, length)) }
            }
        }
    )*};
}

slices! {
    ['a, T,] *const T => &'a [T], from_raw_parts;
    ['a, T,] *mut T => &'a [T], from_raw_parts;
    ['a, T,] *mut T => &'a mut [T], from_raw_parts_mut;
    ['a, T,] *const T => &'a [MaybeUninit<T>], from_raw_parts;
    ['a, T,] *mut T => &'a [MaybeUninit<T>], from_raw_parts;
    ['a, T,] *mut T => &'a mut [MaybeUninit<T>], from_raw_parts_mut;
    // Bytes, where `c_char` is `i8`.
    ['a,] *const i8 => &'a [u8], from_raw_parts;
    ['a,] *mut i8 => &'a [u8], from_raw_parts;
    ['a,] *mut i8 => &'a mut [u8], from_raw_parts_mut;
    ['a,] *const i8 => &'a [MaybeUninit<u8>], from_raw_parts;
    ['a,] *mut i8 => &'a [MaybeUninit<u8>], from_raw_parts;
    ['a,] *mut i8 => &'a mut [MaybeUninit<u8>], from_raw_parts_mut;
}

/// Returns `length`, unless it is negative or an array of `length` elements could not exist.
#[inline(always)]
fn slice_length<T>(_: *const T, length: impl Integer) -> Option<usize> {
    let elements: usize = length.try_into().ok()?;
    let bytes = elements.checked_mul(size_of::<T>())?;
    isize::try_from(bytes).ok().map(|_| elements)
}

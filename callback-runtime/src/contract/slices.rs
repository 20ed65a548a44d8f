//! The conversions of this crate for a pointer and a length, in either order.

use core::mem::MaybeUninit;
use core::slice;

use crate::contract::conversions::Integer;
use crate::contract::convert::{FromC, IntoC};

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

/// Conversions of `[generics] slice => pointer, function`, also for an `Option` of the slice.
macro_rules! into_slices {
    ($([$($generic:tt)*] $slice:ty => $raw:ty, $pointer:ident, $null:ident;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<$($generic)* N: Integer> IntoC<($raw, N)> for $slice {
            #[inline]
            fn into_c(self) -> ($raw, N) {
                let length = length_of(self.len());
                (self.$pointer().cast(), length)
            }
        }

        #[diagnostic::do_not_recommend]
        impl<$($generic)*> IntoC<$raw> for $slice {
            #[inline]
            fn into_c(self) -> $raw {
                self.$pointer().cast()
            }
        }

        #[diagnostic::do_not_recommend]
        impl<$($generic)* N: Integer> IntoC<($raw, N)> for Option<$slice> {
            #[inline]
            fn into_c(self) -> ($raw, N) {
                match self {
                    Some(slice) => slice.into_c(),
                    None => (core::ptr::$null(), N::from(false)),
                }
            }
        }

        #[diagnostic::do_not_recommend]
        impl<$($generic)* N: Integer> IntoC<(N, $raw)> for $slice {
            #[inline]
            fn into_c(self) -> (N, $raw) {
                let (pointer, length) = self.into_c();
                (length, pointer)
            }
        }

        #[diagnostic::do_not_recommend]
        impl<$($generic)* N: Integer> IntoC<(N, $raw)> for Option<$slice> {
            #[inline]
            fn into_c(self) -> (N, $raw) {
                let (pointer, length) = self.into_c();
                (length, pointer)
            }
        }
    )*};
}

into_slices! {
    [T,] &[T] => *const T, as_ptr, null;
    [T,] &mut [T] => *mut T, as_mut_ptr, null_mut;
    [T,] &mut [MaybeUninit<T>] => *mut T, as_mut_ptr, null_mut;
    // Bytes, where `c_char` is `i8`.
    [] &[u8] => *const i8, as_ptr, null;
    [] &mut [u8] => *mut i8, as_mut_ptr, null_mut;
    [] &mut [MaybeUninit<u8>] => *mut i8, as_mut_ptr, null_mut;
    [] &str => *const i8, as_ptr, null;
    [] &str => *const u8, as_ptr, null;
}

/// Returns the length of a slice as C has it.
///
/// # Panics
///
/// Panics if C's type cannot hold the length.
#[inline]
fn length_of<N: Integer>(length: usize) -> N {
    match length.try_into() {
        Ok(length) => length,
        Err(_) => too_long(length),
    }
}

#[cold]
fn too_long(length: usize) -> ! {
    panic!("C's type for the length cannot hold {length}")
}

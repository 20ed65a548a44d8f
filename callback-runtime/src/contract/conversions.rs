//! The conversions of this crate: references, strings, slices, `bool`, `Ordering`.

use core::cmp::Ordering;
use core::ffi::{CStr, c_char, c_int};
use core::slice;

use crate::contract::convert::{FromC, IntoC};

macro_rules! pointers {
    ($($raw:ty => $target:ty, $cast:ident;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<'a, T> FromC<$raw> for $target {
            #[inline(always)]
            unsafe fn from_c(raw: $raw) -> Option<$target> {
                // SAFETY: null, or valid for the call (the caller's promise).
                unsafe { raw.$cast() }
            }
        }

        #[diagnostic::do_not_recommend]
        impl<'a, T> FromC<$raw> for Option<$target> {
            #[inline(always)]
            unsafe fn from_c(raw: $raw) -> Option<Option<$target>> {
                // SAFETY: null, or valid for the call (the caller's promise).
                Some(unsafe { raw.$cast() })
            }
        }
    )*};
}

pointers! {
    *const T => &'a T, as_ref;
    *mut T => &'a T, as_ref;
    *mut T => &'a mut T, as_mut;
}

macro_rules! strings {
    ($($raw:ty)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<'a> FromC<$raw> for &'a CStr {
            #[inline(always)]
            unsafe fn from_c(raw: $raw) -> Option<&'a CStr> {
                // SAFETY: the caller's promise.
                unsafe { Option::<&CStr>::from_c(raw) }.flatten()
            }
        }

        #[diagnostic::do_not_recommend]
        impl<'a> FromC<$raw> for Option<&'a CStr> {
            #[inline(always)]
            unsafe fn from_c(raw: $raw) -> Option<Option<&'a CStr>> {
                if raw.is_null() {
                    return Some(None);
                }
                // SAFETY: not null, so it points to a string that ends in a NUL and stays unchanged during the call
                // (the caller's promise).
                Some(Some(unsafe { CStr::from_ptr(raw) }))
            }
        }
    )*};
}

strings! { *const c_char *mut c_char }

/// A C integer: a number of elements, or a truth value.
pub trait Integer: TryInto<usize> + PartialEq + From<bool> {}

macro_rules! integers {
    ($($integer:ty)*) => {$( impl Integer for $integer {} )*};
}

integers! { i8 u8 i16 u16 i32 u32 i64 u64 isize usize }

#[diagnostic::do_not_recommend]
impl<N: Integer> FromC<N> for bool {
    #[inline(always)]
    unsafe fn from_c(raw: N) -> Option<bool> {
        Some(raw != N::from(false))
    }
}

#[diagnostic::do_not_recommend]
impl<N: Integer> IntoC<N> for bool {
    #[inline(always)]
    fn into_c(self) -> N {
        N::from(self)
    }
}

macro_rules! slices {
    ($($raw:ty => $target:ty, $make:ident;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<'a, T, N: Integer> FromC<($raw, N)> for $target {
            #[inline]
            unsafe fn from_c((pointer, length): ($raw, N)) -> Option<$target> {
                let length = slice_length::<T>(length)?;
                if length == 0 {
                    // `(NULL, 0)` is how C writes the empty array.
                    return Some(Default::default());
                }
                if pointer.is_null() {
                    return None;
                }
                // SAFETY: not null, not longer than an object can be, and valid for the call (the
                // caller's promise).
                Some(unsafe { slice::$make(pointer, length) })
            }
        }

        #[diagnostic::do_not_recommend]
        impl<'a, T, N: Integer> FromC<(N, $raw)> for $target {
            #[inline(always)]
            unsafe fn from_c((length, pointer): (N, $raw)) -> Option<$target> {
                // SAFETY: the caller's promise is the same.
                unsafe { Self::from_c((pointer, length)) }
            }
        }
    )*};
}

slices! {
    *const T => &'a [T], from_raw_parts;
    *mut T => &'a [T], from_raw_parts;
    *mut T => &'a mut [T], from_raw_parts_mut;
}

/// Returns `length`, unless it is negative or an array of `length` elements could not exist.
#[inline(always)]
fn slice_length<T>(length: impl Integer) -> Option<usize> {
    let elements: usize = length.try_into().ok()?;
    let bytes = elements.checked_mul(size_of::<T>())?;
    isize::try_from(bytes).ok().map(|_| elements)
}

impl IntoC<c_int> for Ordering {
    #[inline(always)]
    fn into_c(self) -> c_int {
        self as c_int
    }
}

impl<T> IntoC<*const T> for &T {
    #[inline(always)]
    fn into_c(self) -> *const T {
        self
    }
}

impl<T> IntoC<*mut T> for &mut T {
    #[inline(always)]
    fn into_c(self) -> *mut T {
        self
    }
}

impl<T> IntoC<*const T> for Option<&T> {
    #[inline(always)]
    fn into_c(self) -> *const T {
        self.map_or(core::ptr::null(), core::ptr::from_ref)
    }
}

impl<T> IntoC<*mut T> for Option<&mut T> {
    #[inline(always)]
    fn into_c(self) -> *mut T {
        self.map_or(core::ptr::null_mut(), core::ptr::from_mut)
    }
}

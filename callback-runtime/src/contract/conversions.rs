//! The conversions of this crate for single values: references, strings, `bool`, `Ordering`.

use core::cmp::Ordering;
use core::ffi::{CStr, c_int};
use core::mem::MaybeUninit;
use core::ptr::NonNull;

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

#[diagnostic::do_not_recommend]
impl<'a, T> FromC<NonNull<T>> for &'a T {
    #[inline(always)]
    unsafe fn from_c(raw: NonNull<T>) -> Option<&'a T> {
        // SAFETY: valid for the call, and C promises by the type that it is not null (the caller's promise).
        Some(unsafe { raw.as_ref() })
    }
}

#[diagnostic::do_not_recommend]
impl<'a, T> FromC<NonNull<T>> for &'a mut T {
    #[inline(always)]
    unsafe fn from_c(mut raw: NonNull<T>) -> Option<&'a mut T> {
        // SAFETY: valid for the call, and C promises by the type that it is not null (the caller's promise).
        Some(unsafe { raw.as_mut() })
    }
}

#[diagnostic::do_not_recommend]
impl<T> FromC<*mut T> for &mut MaybeUninit<T> {
    #[inline(always)]
    unsafe fn from_c(raw: *mut T) -> Option<Self> {
        // SAFETY: null, or memory for a `T` that is the call's own (the caller's promise).
        unsafe { raw.cast::<MaybeUninit<T>>().as_mut() }
    }
}

#[diagnostic::do_not_recommend]
impl<T> FromC<*mut T> for Option<&mut MaybeUninit<T>> {
    #[inline(always)]
    unsafe fn from_c(raw: *mut T) -> Option<Self> {
        // SAFETY: null, or memory for a `T` that is the call's own (the caller's promise).
        Some(unsafe { raw.cast::<MaybeUninit<T>>().as_mut() })
    }
}

macro_rules! not_null {
    ($($raw:ty, $to_mut:ident;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<T> FromC<$raw> for NonNull<T> {
            #[inline(always)]
            unsafe fn from_c(raw: $raw) -> Option<Self> {
                NonNull::new(raw.$to_mut())
            }
        }

        #[diagnostic::do_not_recommend]
        impl<T> FromC<$raw> for Option<NonNull<T>> {
            #[inline(always)]
            unsafe fn from_c(raw: $raw) -> Option<Self> {
                Some(NonNull::new(raw.$to_mut()))
            }
        }
    )*};
}

not_null! {
    *const T, cast_mut;
    *mut T, cast;
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
                Some(Some(unsafe { CStr::from_ptr(raw.cast()) }))
            }
        }
    )*};
}

// `c_char` is one of them, and `unsigned char` is `u8`.
strings! { *const i8 *mut i8 *const u8 *mut u8 }

/// A C integer: a number of elements, or a truth value.
pub trait Integer: TryInto<usize> + TryFrom<usize> + PartialEq + From<bool> {}

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

#[diagnostic::do_not_recommend]
impl IntoC<c_int> for Ordering {
    #[inline(always)]
    fn into_c(self) -> c_int {
        self as c_int
    }
}

macro_rules! into_strings {
    ($($raw:ty)*) => {$(
        #[diagnostic::do_not_recommend]
        impl IntoC<$raw> for &CStr {
            #[inline(always)]
            fn into_c(self) -> $raw {
                self.as_ptr().cast()
            }
        }

        #[diagnostic::do_not_recommend]
        impl IntoC<$raw> for Option<&CStr> {
            #[inline(always)]
            fn into_c(self) -> $raw {
                self.map_or(core::ptr::null(), |text| text.as_ptr().cast())
            }
        }
    )*};
}

into_strings! { *const i8 *const u8 }

#[diagnostic::do_not_recommend]
impl<T> IntoC<*const T> for &T {
    #[inline(always)]
    fn into_c(self) -> *const T {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<T> IntoC<*mut T> for &mut T {
    #[inline(always)]
    fn into_c(self) -> *mut T {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<T> IntoC<*const T> for Option<&T> {
    #[inline(always)]
    fn into_c(self) -> *const T {
        self.map_or(core::ptr::null(), core::ptr::from_ref)
    }
}

#[diagnostic::do_not_recommend]
impl<T> IntoC<*mut T> for Option<&mut T> {
    #[inline(always)]
    fn into_c(self) -> *mut T {
        self.map_or(core::ptr::null_mut(), core::ptr::from_mut)
    }
}

macro_rules! into_not_null {
    ($($raw:ty, $null:ident;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<T> IntoC<$raw> for NonNull<T> {
            #[inline(always)]
            fn into_c(self) -> $raw {
                self.as_ptr()
            }
        }

        #[diagnostic::do_not_recommend]
        impl<T> IntoC<$raw> for Option<NonNull<T>> {
            #[inline(always)]
            fn into_c(self) -> $raw {
                self.map_or(core::ptr::$null(), |pointer| pointer.as_ptr())
            }
        }
    )*};
}

into_not_null! {
    *const T, null;
    *mut T, null_mut;
}

#[diagnostic::do_not_recommend]
impl<T> IntoC<*mut T> for &mut MaybeUninit<T> {
    #[inline(always)]
    fn into_c(self) -> *mut T {
        self.as_mut_ptr()
    }
}

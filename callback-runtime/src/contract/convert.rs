//! Between C's types and the closure's.

use core::cmp::Ordering;
use core::ffi::{CStr, c_char, c_int};
use core::slice;

/// A type that a closure can take where C passes a `Raw`.
///
/// Every type is `FromC` itself. Beside that:
///
/// | the closure takes | C passes |
/// |---|---|
/// | `&T`, `Option<&T>` | `*const T`, `*mut T`, also a `void *` |
/// | `&mut T`, `Option<&mut T>` | `*mut T`, also a `void *` |
/// | `&CStr`, `Option<&CStr>` | `*const c_char`, `*mut c_char` |
/// | `&[T]`, `&mut [T]` | a pointer and a length in elements, any C integer, in either order |
/// | `bool` | any C integer: whether it is not 0 |
///
/// A `&T` reaches no further than `T`. Where the documentation promises a larger structure behind
/// the pointer, as Win32 does for a font's `LOGFONTW`, take a type of your own: a
/// `struct Font<'a>(&'a ENUMLOGFONTEXW)`, made as the string below is.
///
/// A slice takes the integer beside its pointer for the number of elements, whatever it is: that it
/// is the length is for you to see.
///
/// # Examples
///
/// A level of a C library's, as the enumeration that it is:
///
/// ```
/// use callback_runtime::{FromC, callback};
/// use core::ffi::c_int;
///
/// pub enum Level { Debug, Error }
///
/// impl FromC<c_int> for Level {
///     unsafe fn from_c(raw: c_int) -> Option<Self> {
///         match raw {
///             0 => Some(Level::Debug),
///             1 => Some(Level::Error),
///             _ => None, // C gets the fallback: `Fault::InvalidArgument`
///         }
///     }
/// }
///
/// // void (*log_fn)(int level, void *user);
/// #[callback(extern "C" fn(c_int, context: *mut core::ffi::c_void))]
/// pub type LogFn = dyn FnMut(Level);
/// ```
///
/// A string of Win32's, which borrows for the length of the call. Null is refused first: an empty
/// slice may come from null, a string may not.
///
/// ```
/// use callback_runtime::FromC;
///
/// # unsafe fn lstrlenW(raw: *const u16) -> i32 { unsafe { *raw as i32 } }
/// pub struct Wide<'a>(&'a [u16]);
///
/// impl FromC<*const u16> for Wide<'_> {
///     unsafe fn from_c(raw: *const u16) -> Option<Self> {
///         if raw.is_null() {
///             return None;
///         }
///         // SAFETY: not null, so a string that ends in a NUL (the caller's promise).
///         let length = unsafe { lstrlenW(raw) };
///         // SAFETY: there are so many units, for as long as the call lasts.
///         unsafe { FromC::from_c((raw, length)) }.map(Self)
///     }
/// }
/// # assert!(unsafe { Wide::from_c(core::ptr::null()) }.is_none());
/// # assert!(unsafe { Wide::from_c([1, 0].as_ptr()) }.is_some_and(|wide| wide.0 == [1]));
/// ```
#[diagnostic::on_unimplemented(
    message = "a closure cannot take `{Self}` where C passes `{Raw}`",
    label = "C passes `{Raw}` here",
    note = "take `{Raw}` itself, or a type that implements `FromC<{Raw}>`",
    note = "a closure takes a string of `c_char` as `&CStr`, an object as `&T` or `Option<&T>`, and an array and its length as `&[T]`"
)]
#[doc(alias = "MarshalAs")]
pub trait FromC<Raw>: Sized {
    /// Converts what C passed; `None` if it is not what the type can hold.
    ///
    /// `None` makes the call a [`Fault::InvalidArgument`](crate::Fault::InvalidArgument): C gets the
    /// fallback, and the closure is not entered for it. A value that a newer library may
    /// pass is no fault: give it a variant of its own.
    ///
    /// # Safety
    ///
    /// - `raw` is what C passed to the callback, and the C library keeps the promises that its
    ///   documentation makes of that parameter. A pointer that is not null points to a valid value,
    ///   aligned, for as long as the call lasts. Meanwhile:
    ///   - if `Self` is a `&T`, nobody writes to the value, except to what is in a `Cell`, an atomic
    ///     or anything else that is made of an [`UnsafeCell`](core::cell::UnsafeCell); and if `T` is
    ///     not [`Sync`], nobody touches it on another thread, be it from another callback;
    ///   - if `Self` is a `&mut T`, nobody else touches the value: neither reads it nor writes to it.
    /// - What is returned is used no longer than the call lasts, even if its lifetimes could be longer.
    ///   A `&'a T` is made for any `'a`, so a function that is generic over `T: FromC<*const i32>`
    ///   must not hand a `T` to whoever has chosen `T`: that may be `&'static i32`, and kept.
    ///
    /// A `Fn + Send + Sync` may be called on several threads at once, with one and the same `raw`. So
    /// what it takes has to be `Send`, and a `&T` asks for `T: Sync`, unless it takes what C passes as
    /// it is. If a type of yours holds what other threads must not touch meanwhile, do not implement
    /// `Send` for it.
    unsafe fn from_c(raw: Raw) -> Option<Self>;
}

/// A type that a closure can return where C expects a `Raw`.
///
/// Every type is `IntoC` itself. Beside that, `bool` becomes any C integer (0 or 1), an
/// [`Ordering`] the negative, zero or positive `int` that comparison functions return, and a
/// reference a pointer.
#[diagnostic::on_unimplemented(
    message = "a closure cannot return `{Self}` where C expects `{Raw}`",
    label = "C expects `{Raw}`",
    note = "return `{Raw}` itself, or a type that implements `IntoC<{Raw}>`"
)]
#[doc(alias = "MarshalAs")]
pub trait IntoC<Raw> {
    /// Converts what the closure returned.
    ///
    /// A panic in here is the closure's: C gets the fallback.
    fn into_c(self) -> Raw;
}

/// What a closure can take from calls on several threads at once: they may be about the same object
/// of C's.
///
/// It is [`Send`]: a `&T` is, if `T` is [`Sync`].
#[diagnostic::on_unimplemented(
    message = "a `Fn + Send + Sync` closure cannot take `{Self}`",
    label = "C may pass the same object to a call on another thread at the same time",
    note = "such a closure can take a `&T` or a `&[T]` if `T` is `Sync`, and a type of your own if that is `Send`",
    note = "take the pointer as C passes it, or remove `Send + Sync` from the declaration if C calls on one thread only"
)]
pub trait AtOnce: Sized {
    /// The value as it is.
    #[inline(always)]
    #[must_use]
    fn at_once(self) -> Self {
        self
    }
}

// A message that names the type that is not `Sync` says more than one about this trait.
impl<T: Send> AtOnce for T {}

impl<T> FromC<T> for T {
    #[inline(always)]
    unsafe fn from_c(raw: T) -> Option<T> {
        Some(raw)
    }
}

impl<T> IntoC<T> for T {
    #[inline(always)]
    fn into_c(self) -> T {
        self
    }
}

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
                // SAFETY: not null, so a string that ends in a NUL, unchanged for the call (the
                // caller's promise).
                Some(Some(unsafe { CStr::from_ptr(raw) }))
            }
        }
    )*};
}

strings! { *const c_char *mut c_char }

/// An integer of C's, for a number of elements or for a truth value.
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

/// `length`, unless it is negative or an array of so many `T` could not exist.
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

//! The traits that convert between C's types and the closure's.

/// A type that a closure can take where C passes a `Raw`.
///
/// Every type implements `FromC` for itself. The other conversions of this crate are:
///
/// - `&T`, `&mut T`, and an `Option` of one of them, from a pointer to a `T`, or from a `void *`;
/// - `&mut MaybeUninit<T>` from the same, for a result that C wants to be written there;
/// - `NonNull<T>` and `Option<NonNull<T>>` from a pointer to a `T`, or from a `void *`;
/// - `&T` and `&mut T` from a `NonNull<T>` in the prototype, which C promises not to be null;
/// - `&CStr` and `Option<&CStr>` from a pointer to a `char` or an `unsigned char`;
/// - `&[T]`, `&mut [T]`, their forms with `MaybeUninit<T>`, and an `Option` of one of them, from a pointer and a
///   length in elements, any C integer, in either order. With an `Option`, null is `None` whatever the length;
/// - slices of `u8` also from a pointer to a `char`;
/// - `bool` from any C integer: whether it is not 0.
///
/// The chapter [`values`](crate::guide::values) of the guide has the table of types. It shows which
/// pointers are `const`.
///
/// A `&T` reaches no further than `T`. If the documentation promises a larger structure that begins with a
/// `T`, as Win32 does for a font's `LOGFONTW`, take a type of your own, such as
/// `struct Font<'a>(&'a ENUMLOGFONTEXW)`, made as the string below is.
///
/// A slice takes the integer next to its pointer as an element count. Check that C really passes one.
///
/// # Examples
///
/// An enumeration, for a level that C passes as an `int`:
///
/// ```
/// use callback_runtime::{FromC, callback};
/// use core::ffi::c_int;
///
/// pub enum Level { Debug, Error, Other(c_int) }
///
/// impl FromC<c_int> for Level {
///     unsafe fn from_c(raw: c_int) -> Option<Self> {
///         Some(match raw {
///             0 => Level::Debug,
///             1 => Level::Error,
///             other => Level::Other(other), // a level of a newer version of the library
///         })
///     }
/// }
///
/// // void (*log_fn)(int level, void *user);
/// #[callback(extern "C" fn(c_int, context: *mut core::ffi::c_void))]
/// pub type LogFn = dyn FnMut(Level);
/// ```
///
/// A string of Win32, which borrows for the length of the call. Null is refused first: an empty slice may
/// come from null, a string may not.
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
///         // SAFETY: the string has `length` units, and is valid during the call.
///         unsafe { FromC::from_c((raw, length)) }.map(Self)
///     }
/// }
/// # assert!(unsafe { Wide::from_c(core::ptr::null()) }.is_none());
/// # assert!(unsafe { Wide::from_c([1, 0].as_ptr()) }.is_some_and(|wide| wide.0 == [1]));
/// ```
#[diagnostic::on_unimplemented(
    message = "a callback cannot take `{Self}` where C passes `{Raw}`",
    label = "C passes `{Raw}` here",
    note = "take what C passes as it is, or a type that implements `FromC<{Raw}>`",
    note = "parentheses in the prototype make one value of several parameters, for a type of yours",
    note = "take a string of `c_char` as `&CStr`, an object as `&T` or `Option<&T>`, and an array and its length as `&[T]`",
    note = "a `void *` becomes a reference if the prototype spells it `*mut c_void` or `*const c_void`, not through an alias"
)]
#[doc(alias = "MarshalAs")]
pub trait FromC<Raw>: Sized {
    /// Converts what C passed. Returns `None` if the type cannot hold it.
    ///
    /// `None` makes the call a [`Fault::InvalidArgument`](crate::Fault::InvalidArgument): C gets the
    /// fallback, which is the value of the key `fallback`, and the closure is not entered. A value that a
    /// newer version of the library may pass is not a fault: give it a variant of its own.
    ///
    /// # Safety
    ///
    /// - `raw` is what C passed to the callback, and C keeps the promises that the library's documentation
    ///   makes about that parameter.
    /// - A pointer that is not null is aligned, and points to a valid value for as long as the call lasts.
    /// - If `Self` is a `&T`, the value is not written to during the call. The exception is the content of a
    ///   `Cell`, an atomic or anything else that is made of an [`UnsafeCell`](core::cell::UnsafeCell).
    /// - If `Self` is a `&T` and `T` is not [`Sync`], no other thread accesses the value during the
    ///   call, not even from another callback.
    /// - If `Self` is a `&mut T`, nothing else reads the value or writes to it during the call.
    /// - The returned value is used no longer than the call lasts, even if its lifetimes could be longer. A
    ///   `&'a T` is made for any `'a`. So a function that is generic over `T: FromC<*const i32>` must not
    ///   hand a `T` to the code that chose `T`: that may be a `&'static i32`, and kept.
    ///
    /// # Threads
    ///
    /// A `Fn + Send + Sync` may be called on several threads at once with the same `raw`. So what it takes
    /// has to be `Send`, unless nothing is converted. A `&T` is `Send` if `T` is `Sync`. If a
    /// type of your own holds what other threads must not touch during the call, do not implement `Send`
    /// for it.
    unsafe fn from_c(raw: Raw) -> Option<Self>;
}

/// A type that a closure can return where C expects a `Raw`.
///
/// Every type implements `IntoC` for itself. A `bool` becomes any C integer, as 0 or 1. An
/// [`Ordering`](core::cmp::Ordering) becomes the negative, zero or positive `int` that comparison functions
/// return. A reference or a `NonNull<T>` becomes a pointer, and `None` of an `Option` of one becomes null. A `&CStr`
/// becomes a pointer to a `char` or an `unsigned char`.
///
/// The arguments of a function of [`import`](macro@crate::import) are converted in the same way. There, a slice becomes
/// a pointer and a length in elements, any C integer, in either order; `None` of an `Option` of one becomes null and 0.
/// A `&str` becomes a pointer to its bytes and their number. A length that C's type cannot hold is a panic, before C is
/// called.
///
/// # Examples
///
/// An enumeration, for a code that C expects as an `int`:
///
/// ```
/// use callback_runtime::{IntoC, callback};
/// use core::ffi::c_int;
///
/// pub enum Verdict { Keep, Discard }
///
/// impl IntoC<c_int> for Verdict {
///     fn into_c(self) -> c_int {
///         match self {
///             Verdict::Keep => 0,
///             Verdict::Discard => 1,
///         }
///     }
/// }
///
/// // int (*filter)(int item, void *user); non-zero discards the item
/// #[callback(extern "C" fn(c_int, context: *mut core::ffi::c_void) -> c_int, fallback = 0)]
/// pub type Filter = dyn FnMut(c_int) -> Verdict;
/// ```
#[diagnostic::on_unimplemented(
    message = "a callback cannot return `{Self}` where C expects `{Raw}`",
    label = "C expects `{Raw}`",
    note = "return `{Raw}` itself, or a type that implements `IntoC<{Raw}>`",
    note = "a `ControlFlow<B>` needs the keys `continue` and `break`, a `Result<T, E>` the keys `ok` and `err`"
)]
#[doc(alias = "MarshalAs")]
pub trait IntoC<Raw> {
    /// Converts what the closure returned.
    ///
    /// If it panics, that counts as a panic of the closure: C gets the fallback, which is the value of the
    /// key `fallback`.
    fn into_c(self) -> Raw;
}

/// A type that a closure can take in calls on several threads at once. These calls may pass the same object.
///
/// The type has to be [`Send`]. A `&T` is `Send` if `T` is [`Sync`].
#[diagnostic::on_unimplemented(
    message = "a callback that is `Send + Sync` cannot take `{Self}`",
    label = "C may pass the same object to a call on another thread at the same time",
    note = "such a callback can take a `&T` or a `&[T]` if `T` is `Sync`, and a type of your own if that is `Send`",
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

// For every `Send` type, so that an error names the type that is not `Sync` instead of this trait.
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

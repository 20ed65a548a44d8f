//! Safe function pointers: what some bindings write where C takes a callback.

use super::typedef::Matches;

/// A safe function pointer, or an `Option` of one, that an `unsafe` one can become: see [`safe_fn`].
///
/// # Safety
///
/// `Self` is [`Unsafe`](Self::Unsafe) without `unsafe`, or an `Option` of that. Only this crate implements the
/// trait: for function pointers of `extern "C"` and `extern "system"` with up to twelve parameters.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a safe function pointer that C can call",
    note = "`safe_fn` gives a function pointer of the conventions of `C` or `system`, or an `Option` of one"
)]
pub unsafe trait SafeFn: Copy {
    /// The same function pointer with `unsafe`.
    type Unsafe: Copy;
}

// SAFETY: an `Option` of a function pointer has the layout of the function pointer.
unsafe impl<S: SafeFn> SafeFn for Option<S> {
    type Unsafe = S::Unsafe;
}

macro_rules! safe {
    ($($(#[cfg($cfg:meta)])? $abi:literal)*) => {$(
        $(#[cfg($cfg)])?
        safe! { @ $abi A B C D E F G H I J K L }
    )*};
    (@ $abi:literal $($first:ident $($rest:ident)*)?) => {
        safe! { $abi: $($first $($rest)*)? }
        $(safe! { @ $abi $($rest)* })?
    };
    ($abi:literal: $($argument:ident)*) => {
        // SAFETY: the two types differ in the `unsafe` alone.
        #[diagnostic::do_not_recommend]
        #[doc(hidden)]
        unsafe impl<$($argument,)* R> SafeFn for extern $abi fn($($argument),*) -> R {
            type Unsafe = unsafe extern $abi fn($($argument),*) -> R;
        }

        #[diagnostic::do_not_recommend]
        impl<$($argument,)* R> Matches<unsafe extern $abi fn($($argument),*) -> R>
            for extern $abi fn($($argument),*) -> R
        {
            #[inline(always)]
            unsafe fn from_function(function: unsafe extern $abi fn($($argument),*) -> R) -> Self {
                // SAFETY: the caller's promise.
                unsafe { safe_fn(function) }
            }
        }

        #[diagnostic::do_not_recommend]
        impl<$($argument,)* R> Matches<unsafe extern $abi fn($($argument),*) -> R>
            for Option<extern $abi fn($($argument),*) -> R>
        {
            #[inline(always)]
            unsafe fn from_function(function: unsafe extern $abi fn($($argument),*) -> R) -> Self {
                // SAFETY: the caller's promise.
                unsafe { safe_fn(function) }
            }
        }
    };
}

safe! {
    "C" "system"
    #[cfg(target_arch = "x86")] "cdecl"
    #[cfg(target_arch = "x86")] "stdcall"
}

/// Returns a callback's function pointer without the `unsafe` in its type, or an `Option` of that.
///
/// A [`RawFn`](crate::RawFn) is an `unsafe extern` function pointer, because calling it is the C library's
/// part of the contract. Some bindings declare callbacks as safe function pointers: `libc` does for
/// `atexit`, libgit2-sys and curl-sys do for all callbacks. For them, this function removes the `unsafe`. The
/// type that the bindings expect decides whether it returns the function or `Some` of it.
///
/// # Examples
///
/// ```
/// use callback_runtime::{callback, safe_fn};
/// use std::ffi::{c_int, c_void};
///
/// #[callback(extern "C", fallback = 1)]
/// pub type Visit = dyn FnMut(c_int) -> c_int;
///
/// // As bindings declare it.
/// type visit_cb = Option<extern "C" fn(c_int, *mut c_void) -> c_int>;
/// # #[allow(non_camel_case_types)] type _Named = visit_cb;
/// # unsafe fn each(visit: visit_cb, user: *mut c_void) -> c_int {
/// #     (0..3).map(|item| visit.map_or(0, |visit| visit(item, user))).sum()
/// # }
///
/// let mut seen = Vec::new();
/// Visit::new(|item| {
///     seen.push(item);
///     0
/// })
/// // SAFETY: `each` calls `visit` on this thread, with `user`, and keeps neither of them.
/// .scope(|visit, user| unsafe { each(safe_fn(visit), user) });
/// assert_eq!(seen, [0, 1, 2]);
/// ```
///
/// # Safety
///
/// Safe code can call the result. Pass it only to C, under the duties of the method that gave you the function
/// pointer.
pub const unsafe fn safe_fn<S: SafeFn>(function: S::Unsafe) -> S {
    // SAFETY: the implementations of `SafeFn` are for the same function pointer without `unsafe`, and an
    // `Option` of it, which have the layout of the function pointer.
    unsafe { core::mem::transmute_copy(&function) }
}

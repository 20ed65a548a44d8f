//! The types in which C carries a context: any pointer, any pointer-sized integer.

use core::ptr::NonNull;

/// A type that C's user data can have, such as `void *`, `LPARAM`, `DWORD_PTR` or `uintptr_t`.
///
/// Each thin pointer is one, and each integer that has the size of a pointer. A `NonNull` says that the C
/// library never passes null, and is not checked.
///
/// # Safety
///
/// - `from_ptr` followed by `into_ptr` gives back the same address, with a provenance that may be used like
///   that of the first pointer.
/// - `into_ptr` returns null for null, or for zero.
/// - `into_ptr` does not panic: it runs in the trampoline, outside of the guard.
#[diagnostic::on_unimplemented(
    message = "a context cannot be of the type `{Self}`",
    label = "neither a pointer nor a pointer-sized integer",
    note = "the context is the C library's user data: write its type, such as `*mut c_void`, `LPARAM` or `usize`"
)]
#[doc(alias = "user_data")]
#[doc(alias = "LPARAM")]
#[doc(alias = "gpointer")]
#[doc(alias = "void *")]
#[doc(alias = "lpParameter")]
#[doc(alias = "DWORD_PTR")]
#[doc(alias = "uintptr_t")]
pub unsafe trait UserData: Copy {
    /// Converts a pointer to C's form.
    fn from_ptr(pointer: *mut ()) -> Self;
    /// Converts C's form back to the pointer.
    fn into_ptr(self) -> *mut ();
}

/// Returns the struct of C that an object begins with, as C passed it.
#[inline(always)]
#[must_use]
pub fn base_of<P: UserData, T>(context: Option<P>) -> *mut T {
    context.map_or(core::ptr::null_mut(), |context| context.into_ptr().cast())
}

/// What a `context = <expression>` can give.
#[diagnostic::on_unimplemented(
    message = "`context = <expression>` cannot give a `{Self}`",
    label = "neither a pointer nor a pointer-sized integer, nor an `Option` of one",
    note = "the expression finds the user data that C got with the function. If the API has none, write `context = none`"
)]
pub trait Located {
    /// Returns the user data, or `None` if there is no callback yet.
    fn locate(self) -> Option<*mut ()>;
}

#[diagnostic::do_not_recommend]
impl<P: UserData> Located for P {
    #[inline(always)]
    fn locate(self) -> Option<*mut ()> {
        Some(self.into_ptr())
    }
}

#[diagnostic::do_not_recommend]
impl<P: UserData> Located for Option<P> {
    #[inline(always)]
    fn locate(self) -> Option<*mut ()> {
        self.map(P::into_ptr)
    }
}

// SAFETY: a cast keeps address and provenance.
#[diagnostic::do_not_recommend]
unsafe impl<T> UserData for *mut T {
    #[inline(always)]
    fn from_ptr(pointer: *mut ()) -> Self {
        pointer.cast()
    }

    #[inline(always)]
    fn into_ptr(self) -> *mut () {
        self.cast()
    }
}

// SAFETY: a cast keeps address and provenance.
#[diagnostic::do_not_recommend]
unsafe impl<T> UserData for *const T {
    #[inline(always)]
    fn from_ptr(pointer: *mut ()) -> Self {
        pointer.cast_const().cast()
    }

    #[inline(always)]
    fn into_ptr(self) -> *mut () {
        self.cast_mut().cast()
    }
}

// SAFETY: a cast keeps address and provenance, and a null pointer has no form.
#[diagnostic::do_not_recommend]
unsafe impl<T> UserData for NonNull<T> {
    #[inline]
    fn from_ptr(pointer: *mut ()) -> Self {
        NonNull::new(pointer.cast()).expect("a context is not null")
    }

    #[inline(always)]
    fn into_ptr(self) -> *mut () {
        self.as_ptr().cast()
    }
}

macro_rules! integers {
    ($($integer:ty)*) => {$(
        // SAFETY: the integer is as wide as a pointer, and the provenance was exposed when it was
        // made.
        #[diagnostic::do_not_recommend]
        unsafe impl UserData for $integer {
            #[inline(always)]
            fn from_ptr(pointer: *mut ()) -> Self {
                #[expect(clippy::allow_attributes, reason = "true for one of the types only")]
                #[allow(clippy::cast_possible_wrap, reason = "a bit pattern")]
                {
                    pointer.expose_provenance() as Self
                }
            }

            #[inline(always)]
            fn into_ptr(self) -> *mut () {
                #[expect(clippy::allow_attributes, reason = "true for some of the types only")]
                #[allow(clippy::cast_sign_loss, clippy::cast_possible_truncation)]
                {
                    core::ptr::with_exposed_provenance_mut(self as usize)
                }
            }
        }
    )*};
}

integers! { usize isize }
#[cfg(target_pointer_width = "64")]
integers! { u64 i64 }
#[cfg(target_pointer_width = "32")]
integers! { u32 i32 }

//! What is at the address of a context, which is all that the cold paths know of one.

use core::ptr::NonNull;

/// A type of which there is a value at the address of a context: a context begins with its `Core`, that
/// with its `Header`, that with its `Record`, and that with its `Gate`.
///
/// # Safety
///
/// - So it is, as `repr(C)` says.
pub(crate) unsafe trait Prefix {}

/// What a context begins with.
///
/// # Safety
///
/// - `context` is the address of a context, which is alive for `'a`. If `T` is a `Header<R>`, C gets an `R`
///   from its callback.
#[inline(always)]
pub(crate) unsafe fn prefix<'a, T: Prefix>(context: NonNull<()>) -> &'a T {
    // SAFETY: so says `Prefix`; and only shared references to what a context begins with are formed as
    // long as it can be called.
    unsafe { context.cast::<T>().as_ref() }
}

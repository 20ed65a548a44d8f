//! The prefixes of a context. The cold paths know nothing else of a context.

use core::ptr::NonNull;

/// A prefix of each context. A context begins with its `Core`, that with its `Header`, that with its `Record`,
/// and that with its `Gate`, so all have the address of the context.
///
/// # Safety
///
/// - At the address of a context there is a value of this type, as `repr(C)` guarantees.
pub(crate) unsafe trait Prefix {}

/// Returns a prefix of a context.
///
/// # Safety
///
/// - `context` is the address of a context, which is alive for `'a`. If `T` is a `Header<R>`, C gets an `R`
///   from the callback of this context.
#[inline(always)]
pub(crate) unsafe fn prefix<'a, T: Prefix>(context: NonNull<()>) -> &'a T {
    // SAFETY: there is a `T` at the address (see `Prefix`), and it is alive for `'a` (the caller's promise).
    // While a context can be called, only shared references to its prefixes are formed.
    unsafe { context.cast::<T>().as_ref() }
}

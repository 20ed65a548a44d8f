//! The raw parts of a callback, as a C library keeps them or passes them to other threads.

use std::cell::Cell;
use std::ffi::c_int;
use std::rc::Rc;
use std::sync::{Mutex, PoisonError};

use callback_runtime::{RawContext, RawDestroy, RawFn};

/// The parts that a C library has after [`keep`].
pub type Kept<C> = (RawFn<C>, RawContext<C>);

/// The parts that a C library has after [`keep_all`].
pub type KeptAll<C> = (RawFn<C>, RawContext<C>, RawDestroy<C>);

/// The place where a closure finds its own raw parts.
pub type Own<C> = Rc<Cell<Option<KeptAll<C>>>>;

/// The raw parts of a callback, on their way to another thread.
#[derive(Clone, Copy, Debug)]
pub struct Parts<Function, Context>(Function, Context);

// SAFETY: the parts do nothing by themselves. The caller promises that the call is in order.
unsafe impl<Function, Context> Send for Parts<Function, Context> {}
// SAFETY: as above.
unsafe impl<Function, Context> Sync for Parts<Function, Context> {}

impl<Function: Copy, Context: Copy> Parts<Function, Context> {
    /// Packs the parts.
    #[must_use]
    pub fn new(function: Function, context: Context) -> Self {
        Self(function, context)
    }

    /// Unpacks the parts.
    #[must_use]
    pub fn get(&self) -> (Function, Context) {
        (self.0, self.1)
    }
}

/// Hands over to a C library that takes a callback and does nothing yet.
///
/// # Errors
///
/// Never returns an error. The type is that of libraries that can refuse.
pub fn keep<Function, Context>(
    function: Function,
    context: Context,
) -> Result<(Function, Context), c_int> {
    Ok((function, context))
}

/// The same, with a destroy function.
///
/// # Errors
///
/// Never returns an error. The type is that of libraries that can refuse.
pub fn keep_all<Function, Context, Destroy>(
    function: Function,
    context: Context,
    destroy: Destroy,
) -> Result<(Function, Context, Destroy), c_int> {
    Ok((function, context, destroy))
}

/// Answers like a C library that registers or unregisters a callback, and does nothing more.
///
/// # Errors
///
/// Never returns an error. The type is that of libraries that can refuse.
pub fn accept<Function, Context>(_: Function, _: Context) -> Result<(), c_int> {
    Ok(())
}

/// An `unset` that calls no library and succeeds: the counterpart of [`accept`].
///
/// # Errors
///
/// Never returns an error, as [`accept`].
pub fn removed<Function, Context>(_: Function, _: Context, (): ()) -> Result<(), c_int> {
    Ok(())
}

/// Keeps a context reachable that a test leaks on purpose. Leak checkers start from statics.
pub fn keep_reachable<T>(context: *mut T) {
    static KEPT: Mutex<Vec<Parts<(), *mut ()>>> = Mutex::new(Vec::new());
    KEPT.lock().unwrap_or_else(PoisonError::into_inner).push(Parts((), context.cast()));
}

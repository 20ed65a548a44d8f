//! A hand-over of a context on the heap, while it is under way.

use core::ptr::NonNull;

use crate::contexts::context::Context;
use crate::contract::callback::Callback;
use crate::lifetimes::heap::{self, Head, Held};

/// A hand-over to C that has begun, and its hold on the context.
pub(crate) struct HandOver(NonNull<Head>);

impl HandOver {
    /// Moves a context to the heap. Returns the user data for C, too.
    #[inline]
    pub(crate) fn new<C: Callback + ?Sized, F>(context: Context<C, F>) -> (Self, C::Context) {
        let (head, context) = Held::hand_over(context);
        (Self(head), context)
    }

    /// Ends the hand-over. If C refused, releases C's hold, so that the closure is dropped unless C used it up.
    ///
    /// If the hand-over panics, this does not run. It is then unknown whether C has the context, so C keeps its
    /// hold.
    #[inline]
    pub(crate) fn conclude<T, E>(self, result: Result<T, E>) -> Result<T, E> {
        if result.is_err() {
            // SAFETY: the hand-over has a hold until it is dropped, so the `Held` is alive.
            unsafe { self.0.as_ref() }.holds.release_c();
        }
        result
    }
}

impl Drop for HandOver {
    #[inline(always)]
    fn drop(&mut self) {
        // SAFETY: the hand-over has a hold until now.
        unsafe { release_hand_over(self.0) };
    }
}

/// Releases the hold of the hand-over.
///
/// # Safety
///
/// - `head` is that of a [`Held`], on which the hand-over has a hold.
unsafe extern "C" fn release_hand_over(head: NonNull<Head>) {
    // SAFETY: the hand-over has a hold (the caller's promise), so the `Held` is alive.
    if unsafe { head.as_ref() }.holds.release_hand_over() {
        // SAFETY: that was the last hold.
        unsafe { heap::free(head) };
    }
}

//! The pinned form: a context inside a struct of the user's, in place of one that `scope` owns.

use core::fmt;
use core::marker::PhantomData;
use core::pin::Pin;
use core::ptr::NonNull;

use crate::calls::accepts::Accepts;
use crate::calls::lifetime::Borrowed;
use crate::contexts::context::{Context, Core};
use crate::contract::callback::{Callback, RawContext, RawFn, Scoped};
use crate::contract::outcome::Outcome;
use crate::contract::user_data::UserData;
use crate::faults::fault::Fault;
use crate::faults::unwind;

impl<C: Callback, F> Context<C, F> {
    /// Gives the raw parts of a context that is pinned elsewhere: in a struct that you embed in
    /// C's own, on the stack of a coroutine, without `alloc`.
    ///
    /// The calling thread becomes the owner. Nothing is freed at the end: the context is dropped
    /// with what it is pinned in.
    ///
    /// A context can be bound again when the first [`Bound`] is gone. It keeps its faults: one whose
    /// closure panicked stays poisoned, and [`finish`](Bound::finish) panics after any fault that there was
    /// in this binding or an earlier one.
    ///
    /// # Safety duties
    ///
    /// The `unsafe` that calls the C function promises [what every lifetime asks for](Context#what-c-promises),
    /// and that C
    ///
    /// - passes the context to the function that it got with it, and to no other;
    /// - does not use either of them after the borrow of the context has ended, on any thread.
    ///
    /// The borrow ends with the [`Bound`], whether it is finished, dropped, skipped by a panic or
    /// forgotten. A guard that holds a `Bound` and tells C in its `Drop` is not enough: safe code can
    /// forget the guard and then use or drop the context.
    ///
    /// # Examples
    ///
    /// ```
    /// use callback_runtime::{RawContext, RawFn, callback};
    /// use core::pin::pin;
    ///
    /// #[callback(extern "C", fallback = -1)]
    /// pub type Read = dyn FnMut(&mut [u8]) -> isize;
    ///
    /// # unsafe fn drain(read: RawFn<Read>, user: RawContext<Read>) -> isize {
    /// #     let mut buffer = [0; 8];
    /// #     unsafe { read(buffer.as_mut_ptr(), buffer.len(), user) }
    /// # }
    /// let mut reader = pin!(Read::new(|buffer| { buffer.fill(b'x'); 8 }));
    /// let bound = reader.as_mut().bind();
    /// let read = unsafe { drain(bound.function(), bound.context()) };
    /// assert_eq!(bound.finish(read), 8);
    /// ```
    pub fn bind(self: Pin<&mut Self>) -> Bound<'_, C>
    where
        C: Accepts<F>,
    {
        // SAFETY: the context is not moved.
        let this = unsafe { self.get_unchecked_mut() };
        this.bind_to_thread();
        this.core.escape.reset();
        Bound {
            // The pointer is to the whole: the trampoline goes on to the closure.
            core: NonNull::from(this).cast(),
            function: C::function::<Borrowed>(),
            pinned: PhantomData,
        }
    }
}

/// A pinned context that C may call, for as long as this lives. See [`Context::bind`].
///
/// Dropping it without [`finish`](Self::finish) does not raise a panic of the closure. The fault hook
/// heard of it, and the payload stays in the context: a later `Bound` of the same context raises it in
/// `finish`, and it is lost if the context is dropped first.
///
/// # Invariants
///
/// - `core` points to the core of a context that stays in place, borrowed, for `'a`.
#[must_use = "what the closure left for the caller is in `finish`"]
pub struct Bound<'a, C: Callback> {
    core: NonNull<Core<C>>,
    function: RawFn<C>,
    pinned: PhantomData<Pin<&'a mut Core<C>>>,
}

impl<C: Callback> fmt::Debug for Bound<'_, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Bound").field(&self.core().header.record).finish()
    }
}

impl<C: Callback> Bound<'_, C> {
    /// The function pointer for C.
    #[must_use]
    pub fn function(&self) -> RawFn<C> {
        self.function
    }

    /// The user data for C.
    #[must_use]
    pub fn context(&self) -> RawContext<C> {
        C::Context::from_ptr(self.core.as_ptr().cast())
    }

    /// [`Fault::Panicked`] if there was a panic, or else the first fault, if there was one.
    #[must_use]
    pub fn fault(&self) -> Option<Fault> {
        self.core().header.record.fault()
    }

    /// The payload of the panic that poisoned the context, once.
    ///
    /// Without it, [`finish`](Self::finish) cannot go on with that panic, and panics with a message.
    #[cfg(feature = "std")]
    #[must_use]
    pub fn take_panic(&self) -> Option<std::boxed::Box<dyn core::any::Any + Send>> {
        self.core().header.record.take_panic()
    }

    /// Ends the scope: puts `returned`, what the foreign call returned, together with what the
    /// closure let escape, as [`scope`](Context::scope) does.
    ///
    /// # Panics
    ///
    /// As [`scope`](Context::scope): a panic of the closure goes on here, any other fault panics.
    #[track_caller]
    pub fn finish<R>(self, returned: R) -> Scoped<C, R> {
        let core = self.core();
        if core.header.record.is_faulty() {
            unwind::drop_quietly(returned);
            core.raise(None, None);
        }
        C::Outcome::scoped(returned, core.escape.take())
    }

    fn core(&self) -> &Core<C> {
        // SAFETY: the context is in place and borrowed (see the invariants), and only shared
        // references to it are formed meanwhile.
        unsafe { self.core.as_ref() }
    }
}

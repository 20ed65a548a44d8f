//! The lifetime of a pinned context, which is in the user's struct instead of on the stack of `scope`.

use core::fmt;
use core::marker::PhantomData;
use core::pin::Pin;
use core::ptr::NonNull;

use crate::calls::accepts::Accepts;
use crate::calls::borrowed::Borrowed;
use crate::contexts::context::{Context, Core};
use crate::contract::callback::{Callback, RawContext, RawFn, Scoped};
use crate::contract::outcome::Outcome;
use crate::contract::user_data::UserData;
use crate::faults::fault::Fault;
use crate::faults::unwind;

impl<C: Callback + ?Sized, F> Context<C, F> {
    /// Hands over a context that you have pinned.
    ///
    /// Use this in place of [`scope`](Self::scope) if the context has to live in a struct that you embed in
    /// C's struct, on the stack of a coroutine, or in a program without `alloc`. The [`Bound`] that it
    /// returns has the raw parts for C.
    ///
    /// If the declaration does not say `Send`, the calling thread becomes the owner thread. The end of the
    /// `Bound` frees nothing: the context is dropped with what it is pinned in.
    ///
    /// A context can be bound again when the first `Bound` is gone. It keeps its faults: if its closure
    /// panicked, it stays poisoned, so that every call gets the fallback. [`finish`](Bound::finish) panics
    /// after any fault in this binding or an earlier one.
    ///
    /// # Safety duties
    ///
    /// The `unsafe` block that calls the C function promises
    /// [what every lifetime asks for](Context#what-c-promises), and the following:
    ///
    /// - C passes the user data to the function that it got with it, and to no other function.
    /// - C uses neither the function nor the user data after the borrow of the context has ended, on any
    ///   thread.
    ///
    /// The borrow ends with the [`Bound`]: when that is finished, dropped or forgotten, or when a panic
    /// skips it. A guard that holds a `Bound` and tells C in its `Drop` is not enough: safe code can forget
    /// the guard, and then use or drop the context.
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
        // SAFETY: the context is not moved out of the reference.
        let this = unsafe { self.get_unchecked_mut() };
        this.set_owner();
        this.core.escape.reset();
        // The pointer is for the whole context, because the trampoline also uses the closure.
        let context = NonNull::from(this).cast::<()>();
        Bound {
            // SAFETY: the core is so far from the beginning of the context.
            core: unsafe { context.byte_add(Self::CORE) }.cast(),
            core_at: Self::CORE,
            function: C::function::<Borrowed>(),
            pinned: PhantomData,
        }
    }
}

/// A pinned context that C may call for as long as this value lives.
///
/// [`Context::bind`] returns it. [`finish`](Self::finish) ends it, and returns what the closure let escape.
///
/// If it is dropped without `finish`, a panic of the closure does not go on. The panic has been reported to
/// the fault hook, and its payload stays in the context. `finish` of a later `Bound` of the same context
/// goes on with it. If the context is dropped first, the payload is lost.
#[must_use = "`finish` returns what the closure let escape, and goes on with its panic"]
pub struct Bound<'a, C: Callback + ?Sized> {
    /// # Invariants
    ///
    /// - `core` points to the core of a context that stays in place, borrowed, for `'a`.
    core: NonNull<Core<C>>,
    /// How far the core is from the beginning of the context. With a second pointer, the compiler would say twice
    /// that this is not `Send`.
    core_at: usize,
    function: RawFn<C>,
    pinned: PhantomData<Pin<&'a mut Core<C>>>,
}

impl<C: Callback + ?Sized> fmt::Debug for Bound<'_, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Bound").field(&self.core().header.record).finish()
    }
}

impl<C: Callback + ?Sized> Bound<'_, C> {
    /// Returns the function pointer for C.
    #[must_use]
    pub fn function(&self) -> RawFn<C> {
        self.function
    }

    /// Returns the user data for C.
    #[must_use]
    pub fn context(&self) -> RawContext<C> {
        C::Context::from_ptr(self.core.as_ptr().cast::<()>().wrapping_byte_sub(self.core_at))
    }

    /// Returns the fault of the context, if there was one.
    ///
    /// That is [`Fault::Panicked`] if there was a panic, or else the first fault.
    #[must_use]
    pub fn fault(&self) -> Option<Fault> {
        self.core().header.record.fault()
    }

    /// Takes the payload of the panic that *poisoned* the context: no later call enters the closure.
    ///
    /// Returns `None` if there was no panic, or if the payload has been taken before. Without the payload,
    /// [`finish`](Self::finish) cannot go on with the panic, and panics with a message.
    #[cfg(feature = "std")]
    #[must_use]
    pub fn take_panic(&self) -> Option<std::boxed::Box<dyn core::any::Any + Send>> {
        self.core().header.record.take_panic()
    }

    /// Ends the binding, and returns what the closure let escape, or else `returned`.
    ///
    /// `returned` is what the foreign call returned. The result has the form of that of
    /// [`scope`](Context::scope): see [`Scoped`].
    ///
    /// # Panics
    ///
    /// As [`scope`](Context::scope): a panic of the closure goes on here, and after any other fault,
    /// `finish` panics with a message.
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
        // SAFETY: the context is valid and borrowed (see the invariants), and only shared references to it are
        // formed meanwhile.
        unsafe { self.core.as_ref() }
    }
}

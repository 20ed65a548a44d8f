//! A closure for a C function that takes no user data, before it is handed over.

use core::fmt;
use core::marker::PhantomData;
use core::ptr::NonNull;

use crate::contexts::context::Context;
use crate::contract::callback::{RawContext, RawFn, Scoped};
use crate::contract::kind::Kind;
use crate::registered::any_installed::Boxed;
use crate::registered::installed::Installed;
use crate::slots::cell::{self, Claimed};
use crate::slots::declaration::{self, AcceptsInSlot, Slots, Slotted};
use crate::slots::exhausted::SlotsExhausted;
use crate::slots::slot::Slot;

/// A closure of the type `F`, ready to be handed over to C as a callback of the declaration `C`, whose API
/// has no user data.
///
/// The function `new` of a declaration with `context = none` makes one from a closure. C gets only a function
/// pointer, that of a *slot*: one of a fixed number of functions that are compiled into the program, with a
/// place for one closure. The key `slots` sets their number.
///
/// A call that gets no value from the closure gets the *fallback*, the value of the key `fallback` in the
/// declaration.
#[must_use = "a closure does nothing until its function is handed to C"]
pub struct SlotContext<C: Slots, F> {
    closure: F,
    _declaration: PhantomData<fn() -> C>,
}

impl<C: Slots, F> fmt::Debug for SlotContext<C, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SlotContext").field(&format_args!("{}", C::SITE)).finish()
    }
}

impl<C: Slots, F> SlotContext<C, F> {
    #[inline]
    pub(crate) fn new(closure: F) -> Self {
        Self { closure, _declaration: PhantomData }
    }

    /// Hands the closure over for one call of C, which calls the closure before it returns and never
    /// afterwards.
    ///
    /// `call` gets the function pointer, calls C, and returns what C returned. The closure may borrow. A
    /// `Break` or an `Err` of the closure *escapes*: it travels past C, and `scope` returns it in the form
    /// that [`Scoped`] describes.
    ///
    /// A call that C makes by this function pointer after the scope has ended gets the fallback, on
    /// whatever thread it comes. This changes when another closure takes the slot: from then on, such a
    /// call enters the other closure.
    ///
    /// # Safety duties
    ///
    /// The `unsafe` block that calls the C function promises
    /// [what every lifetime asks for](Context#what-c-promises), and the following:
    ///
    /// - If C calls after the end of the scope, its arguments are right for every closure of the
    ///   declaration, whatever its generics. The call may enter any of them.
    ///
    /// There is no promise about when C calls.
    ///
    /// # Locks
    ///
    /// The end of the scope waits for calls on other threads: see
    /// [`Registration`](crate::Registration#locks).
    ///
    /// # Aborts
    ///
    /// The process aborts if a call of the function is suspended on this thread when the scope ends, for
    /// example by a coroutine, or was cut off by a `fork`. The scope would wait for that call forever.
    ///
    /// # Panics
    ///
    /// Panics as [`Context::scope`] does, and if all slots are in use. [`try_scope`](Self::try_scope)
    /// returns an error in that case.
    ///
    /// # Examples
    ///
    /// ```
    /// use callback_runtime::{RawFn, callback};
    /// use core::cmp::Ordering;
    /// use core::ffi::{c_int, c_void};
    ///
    /// // void qsort(void *, size_t, size_t, int (*compar)(const void *, const void *));
    /// #[callback(
    ///     extern "C" fn(*const c_void, *const c_void) -> c_int,
    ///     context = none, fallback = 0,
    /// )]
    /// pub type Compare<T> = dyn FnMut(&T, &T) -> Ordering;
    ///
    /// unsafe extern "C" {
    ///     fn qsort(base: *mut c_void, count: usize, size: usize, compare: RawFn<Compare<i32>>);
    /// }
    ///
    /// let (mut items, mut compared) = ([3, 1, 2], 0);
    /// Compare::new(|a: &i32, b: &i32| {
    ///     compared += 1;
    ///     a.cmp(b)
    /// })
    /// .scope(|compare| unsafe { qsort(items.as_mut_ptr().cast(), 3, 4, compare) });
    /// assert_eq!(items, [1, 2, 3]);
    /// assert!(compared >= 2);
    /// ```
    #[inline]
    #[track_caller]
    pub fn scope<R>(self, call: impl FnOnce(RawFn<C>) -> R) -> Scoped<C, R>
    where
        C: AcceptsInSlot<F>,
    {
        let trampoline = declaration::trampoline::<C, F>();
        // SAFETY: the trampoline is for contexts of `F` and this kind.
        let slot = unsafe { cell::claim_or_panic(C::cells(), trampoline, C::SITE) };
        self.into_context().scope_at(in_slot::<C, R>(slot, call))
    }

    /// Hands the closure over as [`scope`](Self::scope) does, but returns an error if all slots are in use.
    ///
    /// # Errors
    ///
    /// Returns [`SlotsExhausted`] if all slots are in use. The closure is dropped.
    ///
    /// # Panics
    ///
    /// Panics as [`Context::scope`] does.
    ///
    /// # Safety duties, locks and aborts
    ///
    /// As those of [`scope`](Self::scope).
    #[inline]
    #[track_caller]
    pub fn try_scope<R>(
        self,
        call: impl FnOnce(RawFn<C>) -> R,
    ) -> Result<Scoped<C, R>, SlotsExhausted>
    where
        C: AcceptsInSlot<F>,
    {
        let slot = claim::<C, F>()?;
        Ok(self.into_context().scope_at(in_slot::<C, R>(slot, call)))
    }

    /// Puts the closure into a slot, for a C function that keeps the function pointer.
    ///
    /// # Errors
    ///
    /// Returns [`SlotsExhausted`] if all slots are in use. The closure is dropped.
    ///
    /// # Safety duties
    ///
    /// As those of [`scope`](Self::scope), where the drop of the [`Slot`] is the end of the scope.
    #[inline]
    #[must_use = "dropping the slot empties it: keep it in a variable or a field (not `_`), or `leak` it"]
    pub fn slot(self) -> Result<Slot<C>, SlotsExhausted>
    where
        C: AcceptsInSlot<F> + 'static,
        F: 'static,
    {
        let slot = claim::<C, F>()?;
        let context = Boxed::new(self.into_context());
        // SAFETY: the entry has been claimed for this alone, and giving it back frees nothing.
        let installed = unsafe { context.install_in(slot.claim(), C::Kind::AFFINITY) };
        // SAFETY: the context is one of `Slotted<C>`.
        let installed = unsafe { Installed::of(installed) };
        // SAFETY: the cell is one of `C`.
        Ok(Slot { installed, function: unsafe { declaration::stub::<C>(slot.stub()) } })
    }

    #[inline]
    fn into_context(self) -> Context<Slotted<C>, F> {
        Context::new((), self.closure)
    }
}

/// Claims a slot of the declaration for a closure of the type `F`.
#[inline]
fn claim<C: AcceptsInSlot<F>, F>() -> Result<Claimed, SlotsExhausted> {
    let trampoline = declaration::trampoline::<C, F>();
    // SAFETY: the trampoline is for contexts of `F` and this kind.
    let claimed = unsafe { cell::claim(C::cells(), trampoline) };
    claimed.ok_or_else(|| SlotsExhausted::new(C::SITE, C::cells().len()))
}

/// Makes what puts a context into the slot while `call` runs.
#[inline]
fn in_slot<C: Slots, R>(
    slot: Claimed,
    call: impl FnOnce(RawFn<C>) -> R,
) -> impl FnOnce(RawContext<Slotted<C>>) -> R {
    move |context| {
        // SAFETY: a context on the stack is not null.
        let context = unsafe { NonNull::new_unchecked(context.cast()) };
        // SAFETY: without a base, the context begins with its record. `scope_at` has set the owner, and C is the first
        // to use the context. The guard is dropped after C has returned and before the context is dropped.
        let _open = unsafe { slot.open_for_scope(context) };
        // SAFETY: the cell is one of `C`.
        call(unsafe { declaration::stub::<C>(slot.stub()) })
    }
}

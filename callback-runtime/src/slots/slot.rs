//! C calls without user data: each closure has a function pointer of its own.

use core::fmt;
use core::mem;
use core::ptr::NonNull;
use std::any::Any;
use std::boxed::Box;

use crate::contexts::context::Context;
use crate::contract::callback::{RawFn, Scoped};
use crate::contract::kind::{AnyThread, Kind};
use crate::contract::outcome::Outcome;
use crate::entries::drain;
use crate::entries::entry::Place;
use crate::faults::fault::{Fault, Site};
use crate::registered::fork;
use crate::registered::installed::Installed;
use crate::slots::cell;
use crate::slots::declaration::{self, AcceptsInSlot, Slots, Slotted};
use crate::sys::thread;

/// A closure of the type `F`, ready to be handed to C as a callback of the declaration `C`, whose
/// API has no user data.
///
/// Made by the `new` of a declaration with `context = none`. What C gets is one of a fixed number of
/// functions that are compiled into the program; the key `slots` says how many.
#[must_use = "a closure does nothing until its function is handed to C"]
pub struct SlotContext<C: Slots, F>(Context<Slotted<C>, F>);

impl<C: Slots, F> fmt::Debug for SlotContext<C, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<C: Slots, F> SlotContext<C, F> {
    pub(crate) fn new(closure: F) -> Self {
        Self(Context::new(closure))
    }

    /// Calls a C function that calls the closure before it returns, and never afterwards.
    ///
    /// `call` gets the function, calls C, and returns what C returned. The closure may borrow. What
    /// it let escape past C comes back: see [`Scoped`].
    ///
    /// A call that C makes afterwards, on whatever thread, gets the fallback; until the slot is
    /// taken again: then it enters the closure that is there.
    ///
    /// # Safety duties
    ///
    /// The `unsafe` that calls the C function promises [what every lifetime asks for](Context#what-c-promises).
    /// There is no promise about when C calls; but a call after the end may enter any closure of the
    /// declaration, so its arguments have to be right for all of them, whatever their generics.
    ///
    /// # Locks
    ///
    /// The end of the scope waits for calls on other threads: see
    /// [`Registration`](crate::Registration#locks).
    ///
    /// # Aborts
    ///
    /// If a call of the function is suspended on this thread, as by a coroutine, or was cut off by a `fork`: it
    /// would be waited for for ever.
    ///
    /// # Panics
    ///
    /// As [`Context::scope`] does; and when all slots are in use, see
    /// [`try_scope`](Self::try_scope).
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
    #[track_caller]
    pub fn scope<R>(self, call: impl FnOnce(RawFn<C>) -> R) -> Scoped<C, R>
    where
        C: AcceptsInSlot<F>,
    {
        match claim::<C, F>() {
            Ok(place) => self.scope_in(place, call),
            Err(exhausted) => panic!("{exhausted}"),
        }
    }

    /// [`scope`](Self::scope), but for a full table there is an error.
    ///
    /// # Errors
    ///
    /// When all slots are in use. The closure is dropped.
    ///
    /// # Panics
    ///
    /// As [`Context::scope`].
    #[track_caller]
    pub fn try_scope<R>(
        self,
        call: impl FnOnce(RawFn<C>) -> R,
    ) -> Result<Scoped<C, R>, SlotsExhausted>
    where
        C: AcceptsInSlot<F>,
    {
        claim::<C, F>().map(|place| self.scope_in(place, call))
    }

    #[track_caller]
    fn scope_in<R>(self, place: Place, call: impl FnOnce(RawFn<C>) -> R) -> Scoped<C, R>
    where
        C: AcceptsInSlot<F>,
    {
        /// Gives the slot back when the scope ends, by a panic or not.
        struct InUse(Place);

        impl Drop for InUse {
            fn drop(&mut self) {
                drain::close_and_wait(self.0.entry);
                // SAFETY: this is the end of it, and nobody is in a call any more.
                unsafe { self.0.vacate() };
            }
        }

        let slot = InUse(place);
        let mut context = self.0;
        context.core.header.record.place = Some(place);
        context.scope(move |_, context| {
            // Dropped when C has returned, and before the context is.
            let slot = slot;
            let InUse(Place { entry, key, number, .. }) = slot;
            let context = NonNull::new(context.cast()).expect("a context on the stack is not null");
            let owner = if C::Kind::THREAD_BOUND { thread::number() } else { 0 };
            // SAFETY: the slot has been taken, and is dropped before the context.
            unsafe { entry.open(key, context, owner) };
            call(C::stub(number))
        })
    }

    /// Puts the closure into a slot: for a C function that keeps the function pointer.
    ///
    /// # Safety duties
    ///
    /// As those of [`scope`](Self::scope).
    ///
    /// # Errors
    ///
    /// When all slots are in use. The closure is dropped.
    pub fn slot(self) -> Result<Slot<C>, SlotsExhausted>
    where
        C: AcceptsInSlot<F> + 'static,
        F: 'static,
    {
        let place = claim::<C, F>()?;
        let function = C::stub(place.number);
        // SAFETY: the place has been taken for this.
        let installed = unsafe { Installed::new(self.0, place) };
        Ok(Slot { installed, function })
    }
}

/// Takes a slot of the declaration, as the place of a callback for `F`.
fn claim<C: AcceptsInSlot<F>, F>() -> Result<Place, SlotsExhausted> {
    fork::follow();
    let cells = C::cells();
    let exhausted = SlotsExhausted { site: C::SITE, live: cells.len() };
    let number = cell::claim(cells).ok_or(exhausted)?;
    // SAFETY: it has been taken, and this is the trampoline for contexts of `F`.
    unsafe { cells[number].join::<C::Kind>(declaration::trampoline::<C, F>()) };
    // SAFETY: the duties are those of `Place::vacate`.
    let vacate = |number: usize| unsafe { C::cells()[number].free() };
    Ok(Place { entry: cells[number].entry(), key: cell::KEY, number, vacate })
}

/// All slots of a declaration are in use.
///
/// Its `Display` names the callback, where it was declared, how many slots it has, and the key to
/// raise.
/// So does its `Debug`, since that is what `unwrap` prints.
#[derive(Clone, Copy)]
pub struct SlotsExhausted {
    site: &'static Site,
    live: usize,
}

impl SlotsExhausted {
    /// The name of the callback, as it was declared.
    #[must_use]
    pub fn callback(&self) -> &'static str {
        self.site.name()
    }

    /// How many slots there are, all in use.
    #[must_use]
    pub fn live(&self) -> usize {
        self.live
    }
}

impl fmt::Display for SlotsExhausted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { site, live } = self;
        write!(f, "{site}: all {live} slots are in use; declare more with `slots = <number>`")
    }
}

impl fmt::Debug for SlotsExhausted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SlotsExhausted({self})")
    }
}

impl core::error::Error for SlotsExhausted {}

/// A closure that C can call by a function pointer of its own, until this is dropped. See
/// [`SlotContext::slot`].
///
/// Dropping it refuses calls; waits until those that are running on other threads have returned; and
/// drops the closure. If it is dropped inside its own callback, the closure is dropped when that
/// call returns. Then the slot is free.
///
/// A call that C makes after that gets the fallback, and is a [`Fault::Expired`]; until the slot is
/// taken again, which is soon: the first one that is free is taken. Then it enters the closure that is
/// there: a function pointer does not say for which of the two it was called. Whoever cannot rule
/// that out keeps the slot, or [`leak`](Self::leak)s it.
///
/// C has to be told first: a struct that does so in its `Drop` has the `Slot` as a field, which is
/// dropped after that.
///
/// # Threads
///
/// It is `Send` and `Sync` where the declaration says `Send`. If not, it stays on the thread that
/// owns the closure.
///
/// Where it does, dropping it on Linux needs the system call `membarrier`: see
/// [`Registration`](crate::Registration#sandboxes).
///
/// # Signals and `fork`
///
/// The function may be a signal handler, or be called by one: a call takes no lock and makes no system call
/// if the closure does not, except that the first call on a thread may ask for the thread's number; and it
/// allocates only if 128 calls are inside others, or made by threads of C's. The declaration must say `Fn`, since a
/// signal may come inside of the closure, and `Send + Sync`, unless it comes on the one thread alone. Not for a
/// signal handler is whatever takes, registers or drops, and the fault hook that prints: so what a signal
/// handler calls is kept until the handler is another one.
///
/// After a `fork`, the functions go on in the child, and dropping a slot there never waits for a thread
/// that the child does not have. If one was inside of the closure, the closure is leaked, and the slot
/// stays taken: the call may have left it half-way through a change. A [`scope`](SlotContext::scope) that
/// ends in the child has to have its closure back, so there the process is aborted. A `fork` waits for a
/// short time for other threads that take or drop; so a signal handler that has come while its own
/// thread did must not call it.
#[doc(alias = "ffi_closure")]
#[doc(alias = "thunk")]
#[must_use = "the function finds the closure until this is dropped; `leak` keeps it for ever"]
pub struct Slot<C: Slots + 'static> {
    installed: Installed<Slotted<C>>,
    function: RawFn<C>,
}

// SAFETY: any thread may call the closure, and so may drop it. The core is for all threads.
unsafe impl<C: Slots + 'static> Send for Slot<C> where C::Kind: AnyThread {}
// SAFETY: as above; shared, there is only the core to be reached.
unsafe impl<C: Slots + 'static> Sync for Slot<C> where C::Kind: AnyThread {}

impl<C: Slots + 'static> Slot<C> {
    /// The function for C.
    #[must_use]
    pub fn function(&self) -> RawFn<C> {
        self.function
    }

    /// [`Fault::Panicked`] if there was a panic, or else the first fault, if there was one.
    #[must_use]
    pub fn fault(&self) -> Option<Fault> {
        self.installed.fault()
    }

    /// The payload of the panic that poisoned the callback, once.
    #[must_use]
    pub fn take_panic(&self) -> Option<Box<dyn Any + Send>> {
        self.installed.take_panic()
    }

    /// Whether a call is running, on this thread or another one, as it looks from here.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.installed.is_running()
    }

    /// Leaves the closure to the function for the rest of the process's life.
    ///
    /// For a C function that cannot be told to forget, `atexit` for one: give it
    /// [`function`](Self::function), and leak the slot if it was taken. (What is declared for `atexit`
    /// is `Send`: any thread may call `exit`.)
    pub fn leak(self) -> RawFn<C> {
        let function = self.function;
        mem::forget(self);
        function
    }

    /// Empties the slot, as dropping this does, and gives what the closure let escape past C, a
    /// `Break` or an `Err`: see [`Scoped`]. From inside the callback, what it has until now.
    pub fn release(self) -> Scoped<C, ()> {
        C::Outcome::scoped((), self.installed.evict())
    }
}

impl<C: Slots + 'static> fmt::Debug for Slot<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Slot").field(self.installed.record()).finish()
    }
}

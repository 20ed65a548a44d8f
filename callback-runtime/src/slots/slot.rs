//! The methods `scope` and `slot` for APIs without user data: each closure has a function pointer of its own.

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
use crate::entries::entry::Claim;
use crate::faults::fault::Fault;
use crate::registered::fork;
use crate::registered::installed::Installed;
use crate::slots::cell;
use crate::slots::declaration::{self, AcceptsInSlot, Slots, Slotted};
use crate::slots::exhausted::SlotsExhausted;
use crate::sys::thread;

/// A closure of the type `F`, ready to be handed over to C as a callback of the declaration `C`, whose API
/// has no user data.
///
/// The function `new` of a declaration with `context = none` makes one of a closure. C gets a function
/// pointer alone, that of a *slot*: one of a fixed number of functions that are compiled into the program,
/// with a place for one closure. The key `slots` sets their number.
///
/// A call that gets no value from the closure gets the *fallback*, the value of the key `fallback` in the
/// declaration.
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
    /// example by a coroutine, or was cut off by a `fork`. The scope would wait for that call for ever.
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
    #[track_caller]
    pub fn scope<R>(self, call: impl FnOnce(RawFn<C>) -> R) -> Scoped<C, R>
    where
        C: AcceptsInSlot<F>,
    {
        match claim::<C, F>() {
            Ok(claim) => self.scope_in(claim, call),
            Err(exhausted) => panic!("{exhausted}"),
        }
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
    #[track_caller]
    pub fn try_scope<R>(
        self,
        call: impl FnOnce(RawFn<C>) -> R,
    ) -> Result<Scoped<C, R>, SlotsExhausted>
    where
        C: AcceptsInSlot<F>,
    {
        claim::<C, F>().map(|claim| self.scope_in(claim, call))
    }

    #[track_caller]
    fn scope_in<R>(self, claim: Claim, call: impl FnOnce(RawFn<C>) -> R) -> Scoped<C, R>
    where
        C: AcceptsInSlot<F>,
    {
        /// Gives the slot back when the scope ends, also by a panic.
        struct InUse(Claim);

        impl Drop for InUse {
            fn drop(&mut self) {
                drain::close_and_wait_for_all(self.0.entry);
                // SAFETY: the entry is closed, all calls have returned, and this happens once.
                unsafe { self.0.give_back() };
            }
        }

        let slot = InUse(claim);
        let mut context = self.0;
        context.core.header.record.claim = Some(claim);
        context.scope(move |_, context| {
            // Dropped when C has returned, before the context is dropped.
            let slot = slot;
            let InUse(Claim { entry, key, number, .. }) = slot;
            let context = NonNull::new(context.cast()).expect("a context on the stack is not null");
            let owner = if C::Kind::THREAD_BOUND { thread::number() } else { 0 };
            // SAFETY: the entry has been claimed. It is closed, and empty, before the context is dropped.
            unsafe { entry.open(key, context, owner) };
            call(C::stub(number))
        })
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
    pub fn slot(self) -> Result<Slot<C>, SlotsExhausted>
    where
        C: AcceptsInSlot<F> + 'static,
        F: 'static,
    {
        let claim = claim::<C, F>()?;
        let function = C::stub(claim.number);
        // SAFETY: the entry has been claimed for this alone, and giving it back frees nothing.
        let installed = unsafe { Installed::new(self.0, claim) };
        Ok(Slot { installed, function })
    }
}

/// Claims a slot of the declaration for a closure of the type `F`.
fn claim<C: AcceptsInSlot<F>, F>() -> Result<Claim, SlotsExhausted> {
    fork::install_handlers();
    let cells = C::cells();
    let exhausted = SlotsExhausted::new(C::SITE, cells.len());
    let number = cell::claim(cells).ok_or(exhausted)?;
    // SAFETY: the cell has been claimed and its entry is not open. The trampoline is for contexts of `F` and
    // this kind.
    unsafe { cells[number].set_trampoline::<C::Kind>(declaration::trampoline::<C, F>()) };
    // SAFETY: the duties are those of `Claim::give_back`.
    let give_back = |number: usize| unsafe { C::cells()[number].give_back() };
    Ok(Claim { entry: cells[number].entry(), key: cell::KEY, number, give_back })
}

/// A closure that C can call by a function pointer of its own, until this value is dropped.
///
/// [`SlotContext::slot`] returns it. The drop
///
/// 1. refuses further calls;
/// 2. waits until the calls that are running on other threads have returned;
/// 3. drops the closure;
/// 4. frees the slot for another closure.
///
/// If a slot is dropped inside its own callback, the last two steps follow when that call returns. What
/// [`Registration`](crate::Registration#locks) says about locks applies here, too.
///
/// # Late calls
///
/// A *late call* is one that C makes after the slot was dropped. It gets the fallback, which is the value
/// of the key `fallback`, and is a [`Fault::Expired`].
///
/// This changes when the slot is taken again. That is soon, since a closure takes the first slot that is
/// free. From then on, a late call enters the new closure: a function pointer does not say for which of the
/// two it was called. If you cannot rule out late calls, keep the slot, or [`leak`](Self::leak) it.
///
/// Tell C to stop before you drop the slot. A struct that does so in its `Drop` has the `Slot` as a field,
/// which is dropped after that.
///
/// # Threads
///
/// A slot is `Send` and `Sync` if the declaration says `Send`. Otherwise it stays on the thread that owns
/// the closure, which is the one that put it into the slot.
///
/// If the declaration says `Send`, dropping the slot on Linux needs the system call `membarrier`: see
/// [`Registration`](crate::Registration#sandboxes).
///
/// # Signals and `fork`
///
/// The function may be a signal handler, or be called by one: see [signal-safety(7)][safety]. If the
/// closure takes no lock and makes no system call, a call does neither, with one exception: the first call
/// on a thread may ask the system for the thread's number. A call allocates only if there are 128 of these
/// at once: calls that run inside other calls, and threads of C that have made a call.
///
/// The declaration must say `Fn`, since a signal may come inside the closure. It must also say
/// `Send + Sync`, unless the signal comes on no other thread than the one that owns the closure.
///
/// Two things must not run in a signal handler: code that takes a slot, registers a callback or drops either,
/// and a fault hook that prints, such as the default. So keep the slot of a signal handler until the signal
/// has another handler.
///
/// The functions work in the child of a `fork`, too. Dropping a slot there never waits for a thread that
/// the child does not have. If such a thread was inside the closure, the call may have left the closure
/// half-way through a change. Then the closure is leaked, and the slot stays taken. A
/// [`scope`](SlotContext::scope) has to have its closure back, so if it ends in the child in that case, the
/// process aborts.
///
/// A `fork` waits for a short time for other threads that take or drop a slot. So a signal handler must not
/// call `fork` if the signal came while its own thread took or dropped one.
///
/// [safety]: https://man7.org/linux/man-pages/man7/signal-safety.7.html
#[doc(alias = "ffi_closure")]
#[doc(alias = "thunk")]
#[must_use = "the slot is emptied when this is dropped; `leak` keeps the closure there for ever"]
pub struct Slot<C: Slots + 'static> {
    installed: Installed<Slotted<C>>,
    function: RawFn<C>,
}

// SAFETY: any thread may call the closure, and so any thread may drop it. The core is for all threads.
unsafe impl<C: Slots + 'static> Send for Slot<C> where C::Kind: AnyThread {}
// SAFETY: a shared reference gives access to the core alone, which is for all threads.
unsafe impl<C: Slots + 'static> Sync for Slot<C> where C::Kind: AnyThread {}

impl<C: Slots + 'static> Slot<C> {
    /// Returns the function pointer for C.
    #[must_use]
    pub fn function(&self) -> RawFn<C> {
        self.function
    }

    /// Returns the fault of the callback, if there was one.
    ///
    /// That is [`Fault::Panicked`] if there was a panic, or else the first fault.
    #[must_use]
    pub fn fault(&self) -> Option<Fault> {
        self.installed.fault()
    }

    /// Takes the payload of the panic that *poisoned* the callback: no later call enters the closure.
    ///
    /// Returns `None` if there was no panic, or if the payload has been taken before.
    #[must_use]
    pub fn take_panic(&self) -> Option<Box<dyn Any + Send>> {
        self.installed.take_panic()
    }

    /// Returns whether a call is running, on this thread or another one.
    ///
    /// A call on another thread may begin or end at any time, so the answer may be out of date.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.installed.is_running()
    }

    /// Leaves the closure in its slot until the process ends, and returns the function pointer.
    ///
    /// Use this for a C function that cannot be told to forget a callback, such as [atexit(3)][atexit]:
    /// give it [`function`](Self::function), and leak the slot if C took it. A declaration for `atexit`
    /// says `Send`, since any thread may call `exit`.
    ///
    /// [atexit]: https://man7.org/linux/man-pages/man3/atexit.3.html
    pub fn leak(self) -> RawFn<C> {
        let function = self.function;
        mem::forget(self);
        function
    }

    /// Empties the slot, as dropping it does, and returns what the closure let escape past C.
    ///
    /// That is a `Break` or an `Err`: see [`Scoped`]. When called from inside the callback, returns what
    /// has escaped so far.
    pub fn release(self) -> Scoped<C, ()> {
        C::Outcome::scoped((), self.installed.end())
    }
}

impl<C: Slots + 'static> fmt::Debug for Slot<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Slot").field(self.installed.record()).finish()
    }
}

//! A closure that is in its slot.

use core::fmt;
use core::mem;
use std::any::Any;
use std::boxed::Box;

use crate::contract::callback::{RawFn, Scoped};
use crate::contract::kind::AnyThread;
use crate::contract::outcome::Outcome;
use crate::faults::fault::Fault;
use crate::registered::installed::Installed;
use crate::slots::declaration::{Slots, Slotted};

/// A closure that C can call by a function pointer of its own, until this value is dropped.
///
/// [`SlotContext::slot`](crate::SlotContext::slot) returns it. The drop
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
/// halfway through a change. Then the closure is leaked, and the slot stays taken. A
/// [`scope`](crate::SlotContext::scope) has to have its closure back, so if it ends in the child in that case, the
/// process aborts.
///
/// A `fork` waits for a short time for other threads that take or drop a slot. So a signal handler must not
/// call `fork` if the signal came while its own thread took or dropped one.
///
/// [safety]: https://man7.org/linux/man-pages/man7/signal-safety.7.html
#[doc(alias = "ffi_closure")]
#[doc(alias = "thunk")]
#[must_use = "dropping this empties the slot: keep it in a variable or a field (not `_`), or `leak` it"]
pub struct Slot<C: Slots + 'static> {
    pub(super) installed: Installed<Slotted<C>>,
    pub(super) function: RawFn<C>,
}

// SAFETY: any thread may call the closure, and so any thread may drop it. The core is for all threads.
unsafe impl<C: Slots + 'static> Send for Slot<C> where C::Kind: AnyThread {}
// SAFETY: a shared reference gives access to the core alone, which is for all threads.
unsafe impl<C: Slots + 'static> Sync for Slot<C> where C::Kind: AnyThread {}

impl<C: Slots + 'static> Slot<C> {
    /// Returns the function pointer for C.
    ///
    /// The pointer serves this closure until the slot is dropped. So do not call this on a temporary, as in
    /// `new(..).slot()?.function()`: the slot is empty when C calls.
    #[must_use]
    pub fn function(&self) -> RawFn<C> {
        self.function
    }

    /// Returns the fault of the callback, if there was one.
    ///
    /// That is [`Fault::Panicked`] if there was a panic, or else the first fault.
    #[must_use]
    pub fn fault(&self) -> Option<Fault> {
        self.installed.any().fault()
    }

    /// Takes the payload of the panic that *poisoned* the callback: no later call enters the closure.
    ///
    /// Returns `None` if there was no panic, or if the payload has been taken before.
    #[must_use]
    pub fn take_panic(&self) -> Option<Box<dyn Any + Send>> {
        self.installed.any().take_panic()
    }

    /// Returns whether a call is running, on this thread or another one.
    ///
    /// A call on another thread may begin or end at any time, so the answer may be out of date.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.installed.any().is_running()
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
        f.debug_tuple("Slot").field(self.installed.any().record()).finish()
    }
}

//! What a registration is to its holder, and how it ends.

use core::convert::Infallible;
use core::fmt;
use core::mem::ManuallyDrop;
use std::any::Any;
use std::boxed::Box;

use crate::contract::callback::{Callback, Escape, RawContext, RawFn, Scoped};
use crate::contract::kind::AnyThread;
use crate::contract::outcome::Outcome;
use crate::faults::fault::Fault;
use crate::faults::unwind::{self, Payload};
use crate::registered::installed::Installed;
use crate::registered::left;

/// A closure that C calls until this is dropped. See [`Context::register`](crate::Context::register).
///
/// Dropping it runs `unset`, during which C may still call; then refuses calls; waits until those
/// that are running on other threads have returned; and drops the closure. If it is dropped inside
/// its own callback, the closure is dropped when that call returns. It does not wait for a call
/// on a thread that waits for this one: two callbacks may drop each other's registrations.
///
/// `unset` may use an object of the library's: capture an `Rc` or `Arc` of it, or a `Weak` where the
/// library forgets its callbacks when the object goes. What `set` got from C and `unset` needs, the
/// number of a timer for one, goes into a cell that both of them share.
///
/// A panic of the closure goes nowhere by itself: ask for it, with [`take_panic`](Self::take_panic),
/// before this is dropped.
///
/// # Where C keeps one callback
///
/// `self.hook = Some(register(..)?)` runs the new `set` first and the old `unset` after it, which
/// takes the new callback away if C has one place for it. Drop the old registration before, or have
/// `unset` look whether what C has is still its own: no two registrations have the same
/// [`context`](Self::context), ever.
///
/// # From inside
///
/// A closure that is to drop its own registration finds it in a place that it shares with its maker.
/// It has a `Weak` of that: with an `Rc` or `Arc`, the closure would keep its own registration, and both
/// would stay for ever. The place is empty while `set` runs: if C may call then, leave word there. And
/// take the registration out of it before you drop it, in a statement of its own, since `unset`, and
/// the drop of the closure, run then. Whether the library allows to be told from inside is for its
/// documentation to say.
///
/// ```
/// # use callback_runtime::{RawContext, RawFn, Registration, callback};
/// # use std::{cell::RefCell, convert::Infallible, rc::Rc};
/// # #[callback(extern "C")]
/// # pub type OnReady = dyn FnMut(i32);
/// # thread_local! { static C: RefCell<Option<(RawFn<OnReady>, RawContext<OnReady>)>> = const { RefCell::new(None) }; }
/// # unsafe fn on_ready(f: Option<RawFn<OnReady>>, user: RawContext<OnReady>) { C.set(f.map(|f| (f, user))); }
/// let place: Rc<RefCell<Option<Registration<OnReady>>>> = Rc::default();
/// let own = Rc::downgrade(&place);
/// let Ok(registration) = OnReady::new(move |event| {
///     assert_eq!(event, 7);
///     if let Some(place) = own.upgrade() {
///         let registration = place.take(); // the place is not borrowed any more
///         drop(registration);
///     }
/// })
/// .register::<Infallible>(
///     |f, user| Ok(unsafe { on_ready(Some(f), user) }),
///     |_, user| Ok(unsafe { on_ready(None, user) }),
/// );
/// place.replace(Some(registration));
/// # C.take().map(|(f, user)| unsafe { f(7, user) });
/// # assert!(place.take().is_none() && C.take().is_none());
/// ```
///
/// # Locks
///
/// Because a drop waits for running calls, the thread that drops must not hold a lock that the closure
/// takes, or one that C holds while it calls: the call would wait for the lock and the drop for the call,
/// for ever. Nor may the closure wait for that thread in another way: by a join, a channel, or a dispatched
/// callback of that thread. Only a wait of another drop is seen, and does not count.
///
/// A destructor has nobody to tell: if `unset` fails or panics, the fault hook hears
/// [`Fault::StillRegistered`]. [`unregister`](Self::unregister) tells its caller.
///
/// # Threads
///
/// It is `Send` and `Sync` where the declaration says `Send`. If not, it stays on the thread that
/// owns the closure.
///
/// # Sandboxes
///
/// Where the declaration says `Send`, or the callback was [dispatched](crate::Context::dispatch), the drop has all
/// threads of the process execute a memory barrier. So do the drop of a [`Completion`](crate::Completion), and
/// the end of a [`Slot`](crate::Slot), or of a scope in a slot, if the declaration says `Send`. This is done on
/// Linux by the system call [membarrier(2)][membarrier]. Whether the call is available is found out
/// when the first such callback is registered. If a sandbox that the process enters later refuses it,
/// the drop cannot see which calls are running, and aborts the process: allow `membarrier`, or enter the
/// sandbox first. (Where it is refused from the start, each call makes a barrier of its own.)
///
/// [membarrier]: https://man7.org/linux/man-pages/man2/membarrier.2.html
///
/// # `fork`
///
/// The child of a `fork` has a copy of the registration, and may drop it, whatever other threads were
/// doing. If another thread was inside the closure, that call never ends in the child, and it may have
/// left the closure half-way through a change: there, the closure is leaked, without a report. So is
/// one that another thread had dropped and that such a call was to drop at its end. A signal handler
/// must not call `fork` when it has come while its own thread registered or dropped; and a handler of
/// `pthread_atfork` must not run code that registers or drops. In the child, a dispatched callback or a
/// completion may be used, and dropped, only if no other thread was using it: their locks are not held by
/// the thread that forks.
#[must_use = "the closure is unregistered when this is dropped; `leak` keeps it for ever"]
pub struct Registration<C: Callback + 'static, E = Infallible> {
    /// Taken out when `unset` has been run.
    installed: ManuallyDrop<Installed<C>>,
    function: RawFn<C>,
    /// `None` once it has been taken to be run.
    unset: Option<Unset<C, E>>,
}

/// What `unset` said, or its panic.
type Told<E> = Result<Result<(), E>, Payload>;

type Unset<C, E> = Box<dyn FnOnce(RawFn<C>, RawContext<C>) -> Result<(), E>>;

// SAFETY: any thread may call the closure, and so may drop it, and so for `unset`: `register` asks
// for that. The core is for all threads. An `E` is made and given away on one thread.
unsafe impl<C: Callback + 'static, E> Send for Registration<C, E> where C::Kind: AnyThread {}
// SAFETY: as above; shared, there is only the core to be reached.
unsafe impl<C: Callback + 'static, E> Sync for Registration<C, E> where C::Kind: AnyThread {}

impl<C: Callback + 'static, E> Registration<C, E> {
    /// `unset` is [`DroppedWith`](crate::contract::kind::DroppedWith) the kind: what is public asks for that.
    pub(super) fn new(
        installed: Installed<C>,
        function: RawFn<C>,
        unset: impl FnOnce(RawFn<C>, RawContext<C>) -> Result<(), E> + 'static,
    ) -> Self {
        let (installed, unset) = (ManuallyDrop::new(installed), Some(Box::new(unset) as _));
        Self { installed, function, unset }
    }

    /// The function pointer that C has.
    #[must_use]
    pub fn function(&self) -> RawFn<C> {
        self.function
    }

    /// The user data that C has: a handle, which leads nowhere once this is dropped, and which no
    /// other registration of this process has, before or after.
    ///
    /// It is not an address, but it looks like one, for libraries that tag or pack their pointers: on
    /// 64-bit targets a multiple of 16 below 2^47, on 32-bit targets a multiple of 8.
    #[must_use]
    pub fn context(&self) -> RawContext<C> {
        self.installed.context()
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

    /// Leaves the closure registered for the rest of the process's life. What `unset` has captured
    /// stays, too, lest the library object that it keeps go and take the registration along.
    pub fn leak(self) {
        let mut this = ManuallyDrop::new(self);
        if let Some(unset) = this.unset.take() {
            left::keep(unset);
        }
    }

    /// Unregisters the closure, as dropping this does, and gives what it let escape past C, a
    /// `Break` or an `Err`: see [`Scoped`]. From inside the callback, what it has until now.
    ///
    /// # Errors
    ///
    /// What `unset` returns: C may still call, and gets the fallback. The closure is dropped all the
    /// same.
    ///
    /// # Panics
    ///
    /// If `unset` panics, the panic goes on when the closure has been dropped. A panic of the closure
    /// does not: ask [`take_panic`](Self::take_panic) before, or it is lost.
    pub fn unregister(mut self) -> Result<Scoped<C, ()>, E> {
        let (told, escaped) = self.end().expect("a registration ends once");
        match told {
            Ok(Ok(())) => Ok(C::Outcome::scoped((), escaped)),
            Ok(Err(error)) => {
                unwind::drop_quietly(escaped);
                Err(error)
            }
            Err(payload) => {
                unwind::drop_quietly(escaped);
                unwind::resume(payload)
            }
        }
    }

    /// Runs `unset`, and ends the callback; `None` if that has been done.
    fn end(&mut self) -> Option<(Told<E>, Option<Escape<C>>)> {
        let unset = self.unset.take()?;
        let told = unwind::attempt(|| unset(self.function, self.context()));
        // SAFETY: `unset` was there, so this is the first time; and who has ended this uses it no more.
        let installed = unsafe { ManuallyDrop::take(&mut self.installed) };
        Some((told, installed.evict()))
    }
}

impl<C: Callback + 'static, E> Drop for Registration<C, E> {
    fn drop(&mut self) {
        let Some((told, escaped)) = self.end() else { return };
        unwind::drop_quietly(escaped);
        if !matches!(told, Ok(Ok(()))) {
            unwind::drop_quietly(told);
            C::SITE.report(Fault::StillRegistered).send();
        }
    }
}

impl<C: Callback + 'static, E> fmt::Debug for Registration<C, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Registration").field(self.installed.record()).finish()
    }
}

//! A registration: its holder's access to the callback, and its end.

use core::convert::Infallible;
use core::fmt;
use std::any::Any;
use std::boxed::Box;

use crate::contract::callback::{Callback, RawContext, RawFn, Scoped};
use crate::contract::kind::AnyThread;
use crate::contract::outcome::Outcome;
use crate::faults::fault::{Fault, Site};
use crate::faults::unwind::{self, Payload};
use crate::registered::leaked;
use crate::registered::owned::Owned;

/// A closure that is registered with C until this value is dropped.
///
/// [`Context::register`](crate::Context::register) returns it. That method takes two more closures: `set`
/// tells C to call, and `unset` tells C to stop. The drop of the registration
///
/// 1. runs `unset`; C may still call meanwhile;
/// 2. refuses further calls;
/// 3. waits until the calls that are running on other threads have returned;
/// 4. drops the closure.
///
/// `'a` is the lifetime of what `unset` borrows. It is `'static` if `unset` borrows nothing. `E` is the error of
/// `set` and `unset`. It is `Infallible` unless you name it, as in `Registration<'static, OnEvent, c_int>`.
///
/// If a registration is forgotten, for example by [`mem::forget`](core::mem::forget), `unset` never runs, and C
/// may call until the process ends. The closure itself borrows nothing, so that does no harm.
///
/// If a registration is dropped inside its own callback, the closure is dropped when that call returns. The
/// drop does not wait for a call on a thread that waits for this one: two callbacks may drop each other's
/// registrations.
///
/// `unset` may use an object of the library: borrow it, or capture an `Rc` or `Arc` of it, or a `Weak` if the
/// library forgets its callbacks when the object goes. What `set` gets from C and `unset` needs, such as the
/// number of a timer, is what `set` returns.
///
/// A panic of the closure *poisons* the callback: C gets the fallback, which is the value of the key
/// `fallback`, from that call and from every later one. The panic does not go on by itself, and is lost
/// with the registration. Ask for it with [`take_panic`](Self::take_panic) before.
///
/// # Where C keeps one callback
///
/// `self.hook = Some(register(..)?)` runs the new `set` first and the old `unset` after it. If C has one
/// place for a callback, the old `unset` takes the new callback away. There are two ways out:
///
/// - Drop the old registration before you make the new one.
/// - Have `unset` check whether the callback that C has is still its own. Compare the
///   [`context`](Self::context): no two registrations ever have the same one.
///
/// # From inside
///
/// A closure that drops its own registration finds it in a place that it shares with the code that made it,
/// such as the `Rc<RefCell<..>>` below. Give the closure a `Weak` of that place. With an `Rc` or `Arc`, the
/// closure would keep its own registration, and both would stay forever.
///
/// - The place is empty while `set` runs. If C may call during `set`, have the closure leave a note in the
///   place, for the code that made it.
/// - Take the registration out of the place before you drop it, in a statement of its own. The drop runs
///   `unset` and the destructor of the closure, and either may borrow the place.
/// - Look in the library's documentation whether a callback may be removed from inside itself.
///
/// ```
/// # use callback_runtime::{RawContext, RawFn, Registration, callback};
/// # use std::{cell::RefCell, convert::Infallible, rc::Rc};
/// # #[callback(extern "C")]
/// # pub type OnReady = dyn FnMut(i32);
/// # thread_local! { static C: RefCell<Option<(RawFn<OnReady>, RawContext<OnReady>)>> = const { RefCell::new(None) }; }
/// # unsafe fn on_ready(f: Option<RawFn<OnReady>>, user: RawContext<OnReady>) { C.set(f.map(|f| (f, user))); }
/// let place: Rc<RefCell<Option<Registration<'static, OnReady>>>> = Rc::default();
/// let own = Rc::downgrade(&place);
/// let Ok(registration) = OnReady::new(move |event| {
///     assert_eq!(event, 7);
///     if let Some(place) = own.upgrade() {
///         let registration = place.take(); // the place is not borrowed anymore
///         drop(registration);
///     }
/// })
/// .register::<_, Infallible>(
///     |f, user| Ok(unsafe { on_ready(Some(f), user) }),
///     |_, user, ()| Ok(unsafe { on_ready(None, user) }),
/// );
/// place.replace(Some(registration));
/// # C.take().map(|(f, user)| unsafe { f(7, user) });
/// # assert!(place.take().is_none() && C.take().is_none());
/// ```
///
/// # Locks
///
/// The drop waits for running calls. So the thread that drops must not hold a lock that the closure takes,
/// or one that C holds while it calls. Otherwise the call would wait for the lock, and the drop for the
/// call, forever.
///
/// For the same reason, the closure must not wait in any other way for the thread that drops: not by a
/// join, not by a channel, and not by a dispatched callback of that thread. Only a wait of another drop is
/// detected, and does no harm.
///
/// # If `unset` fails
///
/// A destructor cannot return an error. If `unset` fails or panics during the drop, the fault hook gets a
/// [`Fault::StillRegistered`]. Use [`unregister`](Self::unregister) to get the error.
///
/// # Threads
///
/// A registration is `Send` and `Sync` if the declaration says `Send`. Otherwise it stays on the thread
/// that owns the closure, which is the one that registered it.
///
/// # Sandboxes
///
/// Each of the following has all threads of the process execute a memory barrier:
///
/// - the drop of a registration, or of an [`Owned`], if the declaration says `Send` or if the
///   callback was [dispatched](crate::Context::dispatch);
/// - the drop of a [`Completion`](crate::Completion);
/// - the end of a [`Slot`](crate::Slot), or of a scope in a slot, if the declaration says `Send`.
///
/// On Linux, this is the system call [membarrier(2)][membarrier]. The first registration of such a callback
/// finds out whether the call is available. If it is refused from the start, each call of such a callback
/// makes a barrier of its own instead.
///
/// If a sandbox that the process enters later refuses the system call, the drop cannot see which calls are
/// running, and aborts the process. So allow `membarrier`, or enter the sandbox before the first
/// registration.
///
/// [membarrier]: https://man7.org/linux/man-pages/man2/membarrier.2.html
///
/// # `fork`
///
/// The child of a [fork(2)][fork] has a copy of the registration. The child may drop it, whatever other
/// threads were doing when the process was forked.
///
/// If another thread was inside the closure, that call never ends in the child, and it may have left the
/// closure halfway through a change. The child then leaks the closure, without a report. The child also
/// leaks a closure that another thread had dropped and that such a call was to drop at its end.
///
/// Three things are not allowed:
///
/// - A signal handler must not call `fork` if the signal came while its own thread registered or dropped.
/// - A handler of `pthread_atfork` must not run code that registers or drops.
/// - The child must not use or drop a dispatched callback or a completion that another thread was using
///   when the process was forked. The thread that forks does not hold their locks.
///
/// [fork]: https://man7.org/linux/man-pages/man2/fork.2.html
#[must_use = "dropping this unregisters the closure: keep it in a variable or a field (not `_`), or `leak` it"]
pub struct Registration<'a, C: Callback + ?Sized + 'static, E = Infallible> {
    /// Dropped before `owned`.
    unset: Unset<'a, E>,
    owned: Owned<C>,
}

/// The closure `unset`. It runs when this is dropped, if it has not run before.
///
/// It does not depend on the declaration, so its code is compiled once for each type of error.
struct Unset<'a, E> {
    /// `None` once it has been taken, in order to run it.
    closure: Option<UnsetClosure<'a, E>>,
    handle: *mut (),
    site: &'static Site,
}

/// Gets the handle of the callback.
type UnsetClosure<'a, E> = Box<dyn FnOnce(*mut ()) -> Result<(), E> + 'a>;

impl<E> Unset<'_, E> {
    /// Runs `unset`. Returns its result, or its panic, or `None` if it has run before.
    fn run(&mut self) -> Option<Result<Result<(), E>, Payload>> {
        let closure = self.closure.take()?;
        Some(unwind::attempt(|| closure(self.handle)))
    }
}

impl<E> Drop for Unset<'_, E> {
    fn drop(&mut self) {
        let result = self.run();
        if !matches!(result, None | Some(Ok(Ok(())))) {
            unwind::drop_quietly(result);
            self.site.report(Fault::StillRegistered).emit();
        }
    }
}

// SAFETY: any thread may call the closure, and so any thread may drop it. `register` asks the same of `unset`, and
// of what that gets. The core is for all threads. An `E` is made and returned on one thread.
unsafe impl<C: Callback + ?Sized + 'static, E> Send for Registration<'_, C, E> where
    C::Kind: AnyThread
{
}
// SAFETY: a shared reference gives access to the core alone, which is for all threads.
unsafe impl<C: Callback + ?Sized + 'static, E> Sync for Registration<'_, C, E> where
    C::Kind: AnyThread
{
}

impl<'a, C: Callback + ?Sized + 'static, E> Registration<'a, C, E> {
    /// `unset` gets the handle. The public functions require that what it captures is
    /// [`DroppedWith`](crate::contract::kind::DroppedWith) the kind.
    #[inline]
    pub(super) fn new(
        owned: Owned<C>,
        handle: *mut (),
        unset: impl FnOnce(*mut ()) -> Result<(), E> + 'a,
    ) -> Self {
        Self { unset: Unset { closure: Some(Box::new(unset)), handle, site: C::SITE }, owned }
    }

    /// Returns the function pointer that C has.
    #[must_use]
    pub fn function(&self) -> RawFn<C> {
        self.owned.function()
    }

    /// Returns the user data that C has.
    ///
    /// It is a handle. Once the registration is dropped, it leads nowhere. No other registration of this
    /// process has the same one, before or after.
    ///
    /// A handle is not an address, but it looks like one, for libraries that tag or pack their pointers. On
    /// 64-bit targets it is a multiple of 16 below 2^47, on 32-bit targets a multiple of 8.
    #[must_use]
    pub fn context(&self) -> RawContext<C> {
        self.owned.context()
    }

    /// Returns the fault of the callback, if there was one.
    ///
    /// That is [`Fault::Panicked`] if there was a panic, or else the first fault.
    #[must_use]
    pub fn fault(&self) -> Option<Fault> {
        self.owned.fault()
    }

    /// Takes the payload of the panic that poisoned the callback.
    ///
    /// Returns `None` if there was no panic, or if the payload has been taken before.
    #[must_use]
    pub fn take_panic(&self) -> Option<Box<dyn Any + Send>> {
        self.owned.take_panic()
    }

    /// Returns whether a call is running, on this thread or another one.
    ///
    /// A call on another thread may begin or end at any time, so the answer may be out of date.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.owned.is_running()
    }

    /// Leaves the closure registered until the process ends.
    ///
    /// `unset` does not run. What it has captured, and what `set` returned, stays as it is. If `unset` keeps an
    /// object of the library alive, the registration would otherwise go with that object.
    pub fn leak(mut self) {
        if let Some(unset) = self.unset.closure.take() {
            leaked::leak(unset);
        }
        self.owned.leak();
    }

    /// Unregisters the closure, as dropping this does, and returns what the closure let escape past C.
    ///
    /// That is a `Break` or an `Err`: see [`Scoped`]. When called from inside the callback, returns what
    /// has escaped so far.
    ///
    /// # Errors
    ///
    /// Returns the error of `unset`. C may still call, and gets the fallback. The closure is dropped all
    /// the same.
    ///
    /// # Panics
    ///
    /// If `unset` panics, the panic goes on when the closure has been dropped.
    ///
    /// A panic of the closure does not go on. Ask for it with [`take_panic`](Self::take_panic) before, or
    /// it is lost.
    pub fn unregister(mut self) -> Result<Scoped<C, ()>, E> {
        let result = self.unset.run().expect("a registration ends once");
        let escaped = self.owned.end();
        match result {
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
}

impl<C: Callback + ?Sized + 'static, E> fmt::Debug for Registration<'_, C, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Registration").field(self.owned.record()).finish()
    }
}

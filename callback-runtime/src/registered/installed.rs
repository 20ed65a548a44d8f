//! A context on the heap that C finds in an entry, for registrations and slots.

use core::marker::PhantomData;
use std::boxed::Box;

use crate::contexts::context::{Context, Core};
use crate::contract::callback::{Callback, Escape, RawContext};
use crate::contract::kind::{Kind, Repeats};
use crate::contract::user_data::UserData;
use crate::registered::any_installed::{AnyInstalled, Boxed};

/// An [`AnyInstalled`] with the type of its declaration.
///
/// # Invariants
///
/// - The context is one of `C`.
pub(crate) struct Installed<C: Callback + ?Sized> {
    any: AnyInstalled,
    _declaration: PhantomData<fn() -> C>,
}

impl<C: Callback + ?Sized + 'static> Installed<C> {
    /// Puts a context into an entry of the table, for the calls of its own kind.
    ///
    /// # Panics
    ///
    /// When the table is full.
    #[inline]
    pub(crate) fn new<F: 'static>(context: Context<C, F>) -> Self {
        // SAFETY: the context is one of `C`.
        unsafe { Self::of(Boxed::new(context).install(C::Kind::AFFINITY)) }
    }

    /// Adds the type of the declaration.
    ///
    /// # Safety
    ///
    /// - The context is one of `C`.
    #[inline]
    pub(crate) unsafe fn of(any: AnyInstalled) -> Self {
        Self { any, _declaration: PhantomData }
    }

    /// Returns the part that does not depend on the declaration.
    pub(crate) fn any(&self) -> &AnyInstalled {
        &self.any
    }

    /// Returns the user data that C has, if the entry is one of the table: its handle.
    pub(crate) fn context(&self) -> RawContext<C> {
        C::Context::from_ptr(self.any.handle())
    }

    /// Refuses calls from now on, waits for those that are running on other threads, and drops the closure. If
    /// calls are running that cannot be waited for, the last of them drops the closure.
    ///
    /// Returns what escaped until then.
    pub(crate) fn end(self) -> Option<Escape<C>> {
        let core = self.any.address().cast::<Core<C>>();
        let mut escaped = None;
        self.any.end(&mut || {
            // SAFETY: the context is one of `C` and begins with its core, see the invariants. It is alive meanwhile.
            escaped = unsafe { core.as_ref() }.escape.take();
        });
        escaped
    }

    /// Refuses calls from now on, waits for all running calls, and returns the closure.
    ///
    /// # Safety
    ///
    /// - The context is one for `F`.
    pub(crate) unsafe fn into_closure<F: 'static>(self) -> F
    where
        C::Kind: Repeats,
    {
        let context = self.any.wait_for_all().cast::<Context<C, F>>();
        // SAFETY: the pointer came from a box of this type (the caller's promise). All calls have returned and
        // no call enters anymore, so nobody uses the context.
        let context = unsafe { Box::from_raw(context.as_ptr()) };
        C::Kind::unstore(context.closure.into_inner())
    }
}

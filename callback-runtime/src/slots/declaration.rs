//! A declaration for an API without user data: its stubs and its trampolines.

use core::ffi::c_void;
use core::marker::PhantomData;
use core::mem;
use core::ptr::NonNull;

use crate::calls::arguments::Arguments;
use crate::calls::borrowed::Borrowed;
use crate::calls::call::{Call, Unused};
use crate::calls::lifetime::Lifetime;
use crate::contexts::method::MethodOf;
use crate::contexts::record::FreedBy;
use crate::contract::callback::{Callback, RawFn};
use crate::contract::kind::Kind;
use crate::entries::entry_guard::EntryGuard;
use crate::faults::fault::Site;
use crate::registered::refusal::by_guard;
use crate::slots::cell::{self, SlotCell};

/// A declaration with `context = none`, for an API without user data.
///
/// # Safety
///
/// The attribute alone implements this trait. Its items are no part of the contract.
///
/// - Each cell has a stub of its own, which finds the cell's callback and calls its trampoline with what C passes, and
///   then one pointer. The stub has the type `Self::Function`, or one that takes bytes in place of `bool`.
#[diagnostic::on_unimplemented(
    message = "the callback `{Self}` has no slots, because C passes user data to it",
    label = "declared without `context = none`",
    note = "if C has user data, hand the closure over with `scope`, `register` or another method of `Context`",
    note = "if it has none, write `context = none` in the declaration"
)]
pub unsafe trait Slots: Callback {
    #[doc(hidden)]
    fn cells() -> &'static [SlotCell];
}

/// A declaration with `context = none` that takes closures of the type `F`.
///
/// # Safety
///
/// - `trampoline` returns a function that takes what C passes to a stub, and then one pointer. It runs the closures of
///   contexts of `Slotted<Self>` and `F` that were handed over with the lifetime `L`. All that it does with its context
///   is to pass it to the runtime.
/// - `F` is `Send` if the kind is not bound to a thread, and `Sync` if calls may overlap.
#[diagnostic::on_unimplemented(
    message = "the callback `{Self}` cannot take this closure",
    note = "the closure needs the signature that the declaration names, and its bounds `Send` and `Sync`, if any"
)]
pub unsafe trait AcceptsInSlot<F>: Slots {
    #[doc(hidden)]
    fn trampoline<L: Lifetime>() -> *const ();
}

/// The declaration `C` with the user data that its stubs add, because C passes none.
pub struct Slotted<C>(PhantomData<C>);

// SAFETY: all is that of `C`, but for the user data, which a stub passes in place of C.
unsafe impl<C: Slots> Callback for Slotted<C> {
    type Function = C::Function;
    type Context = *mut c_void;
    type Return = C::Return;
    type Outcome = C::Outcome;
    type Kind = C::Kind;
    type Base = ();
    type Destroy = C::Destroy;
    const SITE_VALUE: Site = C::SITE_VALUE;
    const FALLBACK: C::Return = C::FALLBACK;
}

/// Returns the trampoline for a slot.
#[inline]
pub(crate) fn trampoline<C: AcceptsInSlot<F>, F>() -> *const () {
    if C::Kind::THREAD_BOUND { C::trampoline::<InSlot>() } else { C::trampoline::<Borrowed>() }
}

/// The lifetime of a closure in a slot that belongs to a thread. The stub passes its cell.
struct InSlot;

impl Lifetime for InSlot {
    const FREED_BY: FreedBy = FreedBy::Others;
    by_guard! { K::Guard }

    #[inline(always)]
    unsafe fn find<K: Kind>(raw: *mut ()) -> Option<(NonNull<()>, K::Guard)> {
        // SAFETY: a stub has passed its cell.
        K::Guard::enter_current(unsafe { SlotCell::entry_of(raw) })
    }

    #[inline(always)]
    unsafe fn not_found<C: Callback + ?Sized, F, P: Arguments, M: MethodOf<C>>(
        raw: *mut (),
        arguments: Unused<P>,
        method: M,
        _: Unused<impl FnOnce(P::Converted, Call<'_, C, F>) -> M::Return>,
    ) -> M::Return {
        arguments.discard();
        let (site, fallback) = method.constants();
        // SAFETY: a stub has passed its cell, and the callbacks in it are those of its declaration.
        unsafe { cell::refuse_slot(site, raw, C::Kind::AFFINITY, fallback) }
    }
}

/// Returns a stub of `C` with its type.
///
/// # Safety
///
/// - `stub` is that of a cell of `C`.
pub(crate) unsafe fn stub<C: Slots>(stub: unsafe fn()) -> RawFn<C> {
    const { assert!(size_of::<RawFn<C>>() == size_of::<unsafe fn()>()) };
    // SAFETY: a stub of `C` has the type `C::Function` (see `Slots`), apart from `bool`, which C passes as a byte.
    unsafe { mem::transmute_copy(&stub) }
}

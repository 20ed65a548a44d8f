//! The function that C called: its name in reports, and what C gets from it without a value.

use core::hint;
use core::marker::PhantomData;
use core::ptr::NonNull;

use crate::contexts::constant::Fallback;
use crate::contexts::header::Header;
use crate::contract::callback::Callback;
use crate::contract::prefix::prefix;
use crate::faults::fault::Site;

/// A function of a declaration, for the cold paths of its calls.
pub trait Method {
    /// What C gets.
    type Return;

    /// Returns a second one.
    fn duplicate(&self) -> Self;

    /// Returns the name of the function, for reports.
    ///
    /// # Safety
    ///
    /// - `context` is the address of a context of the declaration, which is alive.
    unsafe fn site(&self, context: NonNull<()>) -> &'static Site;

    /// Returns the fallback.
    ///
    /// # Safety
    ///
    /// - As for [`site`](Method::site).
    unsafe fn fallback(&self, context: NonNull<()>) -> Self::Return;
}

/// A function of the declaration `C`, for a call that finds no context.
pub trait MethodOf<C: ?Sized>: Method {
    /// Returns the name and the fallback.
    fn constants(&self) -> (&'static Site, Self::Return);
}

/// The only function of a declaration. Each context has a copy of its fallback, so the trampoline need not pass it.
pub struct Only<R>(PhantomData<R>);

impl<R> Only<R> {
    pub(crate) const NEW: Self = Self(PhantomData);
}

impl<R> Method for Only<R> {
    type Return = R;

    fn duplicate(&self) -> Self {
        Self::NEW
    }

    unsafe fn site(&self, context: NonNull<()>) -> &'static Site {
        // SAFETY: the caller's promise. C gets an `R` from the only function.
        unsafe { prefix::<Header<R>>(context) }.record.site()
    }

    unsafe fn fallback(&self, context: NonNull<()>) -> R {
        // SAFETY: as in `site`.
        unsafe { prefix::<Header<R>>(context) }.fallback()
    }
}

impl<C: Callback> MethodOf<C> for Only<C::Return> {
    #[inline(always)]
    fn constants(&self) -> (&'static Site, C::Return) {
        (C::SITE, C::FALLBACK)
    }
}

/// One of several functions of a declaration. Its trampoline passes the constants to the cold paths.
pub struct OneOf<R> {
    site: &'static Site,
    fallback: Fallback<R>,
}

impl<R> OneOf<R> {
    /// Describes a function.
    ///
    /// # Safety
    ///
    /// - `fallback` is the value of a constant.
    #[inline(always)]
    pub unsafe fn new(site: &'static Site, fallback: R) -> Self {
        // SAFETY: the caller's promise.
        Self { site, fallback: unsafe { Fallback::new(fallback) } }
    }
}

impl<R> Method for OneOf<R> {
    type Return = R;

    fn duplicate(&self) -> Self {
        // SAFETY: the value is that of a constant, as `new` requires.
        Self { site: self.site, fallback: unsafe { Fallback::new(self.fallback.value()) } }
    }

    unsafe fn site(&self, _: NonNull<()>) -> &'static Site {
        self.site
    }

    unsafe fn fallback(&self, _: NonNull<()>) -> R {
        opaque(self.fallback.value())
    }
}

impl<C: ?Sized, R> MethodOf<C> for OneOf<R> {
    #[inline(always)]
    fn constants(&self) -> (&'static Site, R) {
        (self.site, self.fallback.value())
    }
}

/// Hides from the compiler that a cold path returns the value that it got. Otherwise, its caller would keep the value in
/// a register across the call, or even across its happy path, in place of a jump to the cold path.
pub(crate) fn opaque<R>(value: R) -> R {
    hint::black_box(value)
}

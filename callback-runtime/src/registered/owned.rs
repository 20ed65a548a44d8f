//! The lifetime `owned`: C may call for as long as a value in Rust lives. A registration contains such a value.

use core::fmt;
use core::mem;
use std::any::Any;
use std::boxed::Box;

use crate::calls::accepts::Accepts;
use crate::contexts::context::Context;
use crate::contexts::record::Record;
use crate::contract::callback::{Callback, Escape, NoBase, RawContext, RawFn, Scoped};
use crate::contract::kind::{AnyThread, Repeats};
use crate::contract::outcome::Outcome;
use crate::faults::fault::Fault;
use crate::registered::by_handle::Registered;
use crate::registered::installed::Installed;

impl<C: Callback + ?Sized + 'static, F: 'static> Context<C, F> {
    /// Lets C call the closure for as long as the returned value lives.
    ///
    /// The [`Owned`] has the two raw parts for C. Use this if there is nothing to tell C when the callback
    /// ends: C has no function for that, or another object of yours calls it. If you tell C in order to end
    /// the callback, use [`register`](Self::register), which runs your `unset` at the right moment.
    ///
    /// The context is on the heap. It is freed when the `Owned` is dropped, after the last running call. The
    /// user data is a handle, as with [`register`](Self::register): a late call finds nothing by it, and C gets
    /// the fallback.
    ///
    /// [`curl_share_setopt`][share] is an example of such a function. curl forgets both callbacks in
    /// `curl_share_cleanup`.
    ///
    /// [share]: https://curl.se/libcurl/c/curl_share_setopt.html
    ///
    /// # Panics
    ///
    /// If a million callbacks are registered at once (32,768 on 32-bit targets), `owned` panics, and the
    /// closure is dropped.
    ///
    /// A panic of the closure ends in the trampoline, as with [`register`](Self::register).
    /// [`Owned::take_panic`] returns its payload.
    ///
    /// # Safety duties
    ///
    /// As those of [`register`](Self::register).
    ///
    /// # Examples
    ///
    /// The library forgets the callback when its object is destroyed. A struct drops its fields after its own
    /// `Drop` has run, so C has been told by then.
    ///
    /// ```
    /// use callback_runtime::{Owned, RawContext, RawFn, callback};
    ///
    /// // void parser_on_text(Parser *, void (*text)(uint32_t, void *user), void *user);
    /// #[callback(extern "C")]
    /// pub type OnText = dyn FnMut(u32);
    ///
    /// # pub struct RawParser(Option<(RawFn<OnText>, RawContext<OnText>)>);
    /// # unsafe fn parser_new() -> *mut RawParser { Box::into_raw(Box::new(RawParser(None))) }
    /// # unsafe fn parser_on_text(p: *mut RawParser, f: RawFn<OnText>, user: RawContext<OnText>) {
    /// #     unsafe { (*p).0 = Some((f, user)) }
    /// # }
    /// # unsafe fn parser_run(p: *mut RawParser) {
    /// #     let (f, user) = unsafe { (*p).0 }.unwrap();
    /// #     unsafe { f(7, user) }
    /// # }
    /// # unsafe fn parser_free(p: *mut RawParser) { drop(unsafe { Box::from_raw(p) }) }
    /// pub struct Parser {
    ///     raw: *mut RawParser,
    ///     _text: Owned<OnText>,
    /// }
    ///
    /// impl Parser {
    ///     pub fn new(on_text: impl FnMut(u32) + 'static) -> Self {
    ///         let (raw, text) = (unsafe { parser_new() }, OnText::new(on_text).owned());
    ///         unsafe { parser_on_text(raw, text.function(), text.context()) };
    ///         Self { raw, _text: text }
    ///     }
    ///
    ///     pub fn run(&mut self) {
    ///         unsafe { parser_run(self.raw) }
    ///     }
    /// }
    ///
    /// impl Drop for Parser {
    ///     fn drop(&mut self) {
    ///         unsafe { parser_free(self.raw) }
    ///     }
    /// }
    ///
    /// let seen = std::rc::Rc::new(std::cell::Cell::new(0));
    /// let shared = std::rc::Rc::clone(&seen);
    /// Parser::new(move |text| shared.set(text)).run();
    /// assert_eq!(seen.get(), 7);
    /// ```
    #[inline]
    pub fn owned(self) -> Owned<C>
    where
        C: Accepts<F>,
        C::Base: NoBase,
        C::Kind: Repeats,
    {
        Owned::new(Installed::new(self), C::function::<Registered>())
    }
}

/// A closure that C may call until this value is dropped.
///
/// [`Context::owned`] returns it. The drop
///
/// 1. refuses further calls;
/// 2. waits until the calls that are running on other threads have returned;
/// 3. drops the closure.
///
/// This is how a [`Registration`](crate::Registration) ends, after its `unset`. What that says about drops
/// [from inside](crate::Registration#from-inside) the callback, about [locks](crate::Registration#locks),
/// [sandboxes](crate::Registration#sandboxes) and [`fork`](crate::Registration#fork) applies here, too.
///
/// If it is forgotten, for example by [`mem::forget`], C may call until the process ends.
///
/// # Threads
///
/// An `Owned` is `Send` and `Sync` if the declaration says `Send`. Otherwise it stays on the thread that owns
/// the closure, which is the one that called [`owned`](Context::owned).
#[must_use = "dropping this ends the callback: keep it in a variable or a field (not `_`), or `leak` it"]
pub struct Owned<C: Callback + ?Sized + 'static> {
    installed: Installed<C>,
    function: RawFn<C>,
}

// SAFETY: any thread may call the closure, and so any thread may drop it. The core is for all threads.
unsafe impl<C: Callback + ?Sized + 'static> Send for Owned<C> where C::Kind: AnyThread {}
// SAFETY: a shared reference gives access to the core alone, which is for all threads.
unsafe impl<C: Callback + ?Sized + 'static> Sync for Owned<C> where C::Kind: AnyThread {}

impl<C: Callback + ?Sized + 'static> Owned<C> {
    /// `function` finds the context by its handle.
    #[inline]
    pub(crate) fn new(installed: Installed<C>, function: RawFn<C>) -> Self {
        Self { installed, function }
    }

    /// Returns the function pointer for C.
    #[must_use]
    pub fn function(&self) -> RawFn<C> {
        self.function
    }

    /// Returns the user data for C.
    ///
    /// It is a handle. Once this value is dropped, it leads nowhere. No other callback of this process has the
    /// same one, before or after. [`Registration::context`](crate::Registration::context) says what it looks
    /// like.
    ///
    /// Do not call this on a temporary, as in `new(..).owned().context()`: the callback has ended when C calls.
    #[must_use]
    pub fn context(&self) -> RawContext<C> {
        self.installed.context()
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

    /// Lets C call until the process ends, and returns the two raw parts.
    pub fn leak(self) -> (RawFn<C>, RawContext<C>) {
        let parts = (self.function(), self.context());
        mem::forget(self);
        parts
    }

    /// Ends the callback, as dropping this does, and returns what the closure let escape past C.
    ///
    /// That is a `Break` or an `Err`: see [`Scoped`]. When called from inside the callback, returns what
    /// has escaped so far.
    pub fn release(self) -> Scoped<C, ()> {
        C::Outcome::scoped((), self.end())
    }

    /// [`release`](Self::release), without a form.
    pub(super) fn end(self) -> Option<Escape<C>> {
        self.installed.end()
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
        // SAFETY: the caller's promise.
        unsafe { self.installed.into_closure() }
    }

    pub(super) fn handle(&self) -> *mut () {
        self.installed.any().handle()
    }

    pub(super) fn record(&self) -> &Record {
        self.installed.any().record()
    }
}

impl<C: Callback + ?Sized + 'static> fmt::Debug for Owned<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Owned").field(self.record()).finish()
    }
}

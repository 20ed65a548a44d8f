//! The lifetime `scope`: C calls only during the foreign call in it. GLib's scope `call`.

use core::mem::{ManuallyDrop, needs_drop};
use core::ptr;

use crate::calls::accepts::Accepts;
use crate::calls::borrowed::Borrowed;
use crate::contexts::context::Context;
use crate::contract::callback::{Callback, RawContext, RawFn, Scoped};
use crate::contract::outcome::Outcome;
use crate::contract::user_data::UserData;
use crate::faults::unwind::{self, Payload};

impl<C: Callback + ?Sized, F> Context<C, F> {
    /// Hands the closure over for one call of C, which calls the closure before it returns and never
    /// afterwards.
    ///
    /// `call` gets the two raw parts, calls C, and returns what C returned. The context lives on the stack
    /// and allocates nothing. The closure may borrow.
    ///
    /// A `Break` or an `Err` of the closure *escapes*: it travels past C, and `scope` returns it in the
    /// form that [`Scoped`] describes. If C calls again after that, the call enters the closure again, and
    /// the first value is kept.
    ///
    /// If you need what C left in `errno` or `GetLastError`, read it inside `call`: the closure is dropped
    /// after `call` has returned.
    ///
    /// [GObject-Introspection][scopes] calls this the scope `call`. [qsort_r(3)][qsort],
    /// [`sqlite3_exec`][exec] and [`EnumWindows`][windows] are examples of such functions.
    ///
    /// [scopes]: https://docs.gtk.org/girepository/enum.ScopeType.html
    /// [qsort]: https://man7.org/linux/man-pages/man3/qsort.3.html
    /// [exec]: https://www.sqlite.org/c3ref/exec.html
    /// [windows]: https://learn.microsoft.com/en-us/windows/win32/api/winuser/nf-winuser-enumwindows
    ///
    /// # Panics
    ///
    /// If the closure panics, the panic goes on here when C has returned. After any other
    /// [`Fault`](crate::Fault), `scope` panics with a message that names the callback and the place of its
    /// declaration.
    ///
    /// # Safety duties
    ///
    /// The `unsafe` block that calls the C function promises
    /// [what every lifetime asks for](Context#what-c-promises), and the following:
    ///
    /// - C passes the user data to the function that it got with it, and to no other function.
    /// - C uses neither the function nor the user data after `call` has ended, on any thread. So neither of
    ///   them may leave `call`.
    ///
    /// `call` also ends by a panic, for example by that of a nested `scope`. The panic skips any code
    /// of `call` that takes the callback back from C. If C has to be told, do it in the `Drop` of a guard
    /// inside `call`.
    ///
    /// # Examples
    ///
    /// ```
    /// use callback_runtime::{RawContext, RawFn, callback};
    /// use core::ffi::{c_int, c_void};
    /// use core::ops::ControlFlow::{self, Break, Continue};
    ///
    /// // int each(int count, int (*visit)(int item, void *user), void *user); 0 from visit: stop
    /// #[callback(
    ///     extern "C" fn(c_int, context: *mut c_void) -> c_int,
    ///     continue = 1, break = 0, fallback = 0,
    /// )]
    /// pub type Visit<B> = dyn FnMut(i32) -> ControlFlow<B>;
    ///
    /// # unsafe fn each(count: i32, visit: RawFn<Visit<i32>>, user: RawContext<Visit<i32>>) -> i32 {
    /// #     (0..count).take_while(|&i| unsafe { visit(i, user) } != 0).count() as i32
    /// # }
    /// let mut seen = Vec::new();
    /// let found = Visit::new(|item| {
    ///     seen.push(item);
    ///     if item * item > 10 { Break(item) } else { Continue(()) }
    /// })
    /// .scope(|visit, user| unsafe { each(100, visit, user) });
    /// assert_eq!(found, Break(4));
    /// assert_eq!(seen, [0, 1, 2, 3, 4]);
    /// ```
    #[inline]
    #[track_caller]
    pub fn scope<R>(self, call: impl FnOnce(RawFn<C>, RawContext<C>) -> R) -> Scoped<C, R>
    where
        C: Accepts<F>,
    {
        self.scope_at(|context| call(C::function::<Borrowed>(), context))
    }

    /// [`scope`](Self::scope), for a call that finds the function by itself. The owner is set before the call.
    #[inline]
    #[track_caller]
    pub(crate) fn scope_at<R>(self, call: impl FnOnce(RawContext<C>) -> R) -> Scoped<C, R> {
        // Dropped in pieces, because most pieces have nothing to drop: the closure is dropped below, and the
        // core is empty when its faults and what escaped have been taken.
        let mut this = ManuallyDrop::new(self);
        let call = ManuallyDrop::new(call);
        this.set_owner();
        let address = &raw mut *this;
        let context = C::Context::from_ptr(address.cast());
        // SAFETY: this runs only if a panic ends the scope. The context is valid then, and not used after that.
        let drop_context = || unsafe { ptr::drop_in_place(address) };
        let returned = unwind::attempt_or(|| ManuallyDrop::into_inner(call)(context), drop_context);
        // Each failure is handled where it is found. Keeping it for later would cost code on the path where
        // nothing fails.
        let returned = match returned {
            Ok(returned) => ManuallyDrop::new(returned),
            Err(payload) if const { needs_drop::<F>() } => raise_after_call(&mut this, payload),
            Err(payload) => this.core.raise(Some(payload), None),
        };
        if const { needs_drop::<F>() } {
            // SAFETY: C has returned, so nothing uses the closure anymore, and it is dropped only here.
            if let Err(payload) = unsafe { drop_closure(&mut this) } {
                unwind::drop_quietly(ManuallyDrop::into_inner(returned));
                this.core.raise(Some(payload), None);
            }
        }
        if this.core.header.record.is_faulty() {
            unwind::drop_quietly(ManuallyDrop::into_inner(returned));
            this.core.raise(None, None);
        }
        C::Outcome::scoped(ManuallyDrop::into_inner(returned), this.core.escape.take())
    }
}

/// Ends a scope whose foreign call panicked.
#[cold]
#[track_caller]
fn raise_after_call<C: Callback + ?Sized, F>(context: &mut Context<C, F>, payload: Payload) -> ! {
    // SAFETY: the foreign call has ended, so nothing uses the closure anymore, and it is dropped only here.
    let dropped = unsafe { drop_closure(context) };
    context.core.raise(Some(payload), dropped.err())
}

/// Drops the closure. Returns the payload if that panics.
///
/// # Safety
///
/// - The closure is neither used nor dropped after this.
#[inline(always)]
unsafe fn drop_closure<C: Callback + ?Sized, F>(
    context: &mut Context<C, F>,
) -> Result<(), Payload> {
    let closure = &raw mut context.closure;
    // SAFETY: the closure is valid, and is not used or dropped after this (the caller's promise).
    unwind::attempt(|| unsafe { ptr::drop_in_place(closure) })
}

//! C calls only during one call of ours: GLib's scope `call`.

use crate::accepts::Accepts;
use crate::callback::{Callback, RawContext, RawFn, Scoped};
use crate::context::Context;
use crate::lifetime::Borrowed;
use crate::outcome::Outcome;
use crate::unwind;
use crate::user_data::UserData;

impl<C: Callback, F> Context<C, F> {
    /// Calls a C function that calls the closure before it returns, and never afterwards.
    ///
    /// `call` gets the two raw parts, calls C, and returns what C returned. The context lives on
    /// the stack and allocates nothing; the closure may borrow. What the closure let escape past C,
    /// a `Break` or an `Err`, comes back in the closure's own terms: see [`Scoped`]. If C calls
    /// again after that, it enters the closure again; the first value is kept.
    ///
    /// What C left in `errno` or `GetLastError` is to be read inside `call`: the closure is dropped
    /// after it.
    ///
    /// GObject-Introspection calls this the scope `call`; `qsort_r`, `sqlite3_exec` and
    /// `EnumWindows` are of the kind.
    ///
    /// # Panics
    ///
    /// A panic of the closure goes on here, once C has returned. Any other [`Fault`](crate::Fault)
    /// panics here with a message that names the callback and the place of its declaration.
    ///
    /// # Safety duties
    ///
    /// The `unsafe` that calls the C function promises that C does not use the two raw parts after
    /// `call` has returned, on any thread; so they must not leave `call`.
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
    pub fn scope<R>(mut self, call: impl FnOnce(RawFn<C>, RawContext<C>) -> R) -> Scoped<C, R>
    where
        C: Accepts<F>,
    {
        self.bind_to_thread();
        let context = C::Context::from_ptr((&raw mut self).cast());
        let returned = unwind::attempt(|| call(C::function::<Borrowed>(), context));
        let Self { core, closure, .. } = self;
        let dropped = unwind::attempt(|| drop(closure));
        match (returned, dropped, core.header.fault()) {
            (Ok(returned), Ok(()), None) => C::Outcome::scoped(returned, core.escape.take()),
            (returned, dropped, _) => {
                let returned = returned.map(unwind::drop_quietly).err();
                core.raise([returned, dropped.err()])
            }
        }
    }
}

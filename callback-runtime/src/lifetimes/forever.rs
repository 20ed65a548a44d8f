//! The lifetime `forever`: C may always call. GLib's scope `forever`.

use alloc::boxed::Box;
use core::ptr;

use crate::calls::accepts::Accepts;
use crate::calls::borrowed::Borrowed;
use crate::contexts::context::{self, Context};
use crate::contract::callback::{Callback, RawContext, RawFn};
use crate::contract::user_data::UserData;

impl<C: Callback + ?Sized + 'static, F: 'static> Context<C, F> {
    /// Leaks the closure, for a C function that keeps it until the process ends.
    ///
    /// Returns the two raw parts for C. The context is on the heap, and is never freed. A `FnOnce` can be
    /// handed over too: its second call is refused as a [`Fault::Expired`](crate::Fault::Expired).
    ///
    /// [GObject-Introspection][scopes] calls this the scope `forever`.
    /// [`sqlite3_config(SQLITE_CONFIG_LOG)`][config] and [`g_log_set_default_handler`][log] are examples of
    /// such functions.
    ///
    /// [scopes]: https://docs.gtk.org/girepository/enum.ScopeType.html
    /// [config]: https://www.sqlite.org/c3ref/config.html
    /// [log]: https://docs.gtk.org/glib/func.log_set_default_handler.html
    ///
    /// # Panics
    ///
    /// A panic of the closure ends in the trampoline. C gets the fallback from that call and from every
    /// later one, and the panic is reported to the [fault hook](crate::set_fault_hook).
    ///
    /// # Safety duties
    ///
    /// The `unsafe` block that calls the C function promises
    /// [what every lifetime asks for](Context#what-c-promises), and the following:
    ///
    /// - C passes the user data to this function and to no other.
    ///
    /// # Examples
    ///
    /// ```
    /// use callback_runtime::{RawContext, RawFn, callback};
    ///
    /// #[callback(extern "C")]
    /// pub type Log = dyn Fn(i32) + Send + Sync;
    ///
    /// # unsafe fn set_log(log: RawFn<Log>, user: RawContext<Log>) { unsafe { log(3, user) } }
    /// let (log, user) = Log::new(|level| eprintln!("level {level}")).forever();
    /// unsafe { set_log(log, user) };
    /// ```
    #[inline]
    #[must_use = "the closure is leaked; only these two can reach it"]
    pub fn forever(self) -> (RawFn<C>, RawContext<C>)
    where
        C: Accepts<F>,
    {
        let context = Box::leak(context::boxed(self));
        context.set_owner();
        (C::function::<Borrowed>(), C::Context::from_ptr(ptr::from_mut(context).cast()))
    }
}

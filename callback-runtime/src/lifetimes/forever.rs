//! C calls for ever: GLib's scope `forever`.

use alloc::boxed::Box;

use crate::calls::accepts::Accepts;
use crate::calls::lifetime::Borrowed;
use crate::contexts::context::Context;
use crate::contract::callback::{Callback, RawContext, RawFn};
use crate::contract::user_data::UserData;

impl<C: Callback + 'static, F: 'static> Context<C, F> {
    /// Leaks the closure, for a C function that keeps it until the process ends.
    ///
    /// GObject-Introspection calls this the scope `forever`; `sqlite3_config(SQLITE_CONFIG_LOG)`
    /// and `g_log_set_default_handler` are of the kind. A `FnOnce` can be handed over too; its second call is
    /// a [`Fault::Expired`](crate::Fault::Expired).
    ///
    /// # Panics
    ///
    /// A panic of the closure ends in the trampoline; C gets the fallback, now and from every later
    /// call, and the fault hook is told.
    ///
    /// # Safety duties
    ///
    /// The `unsafe` that calls the C function promises [what every lifetime asks for](Context#what-c-promises),
    /// and that C passes the context to this function and to no other.
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
    #[must_use = "the closure is leaked; only these two can reach it"]
    pub fn forever(mut self) -> (RawFn<C>, RawContext<C>)
    where
        C: Accepts<F>,
    {
        self.bind_to_thread();
        let context: *mut Self = Box::leak(Box::new(self));
        (C::function::<Borrowed>(), C::Context::from_ptr(context.cast()))
    }
}

//! The lifetimes of a declaration with user data.

use std::convert::Infallible;
use std::ffi::{c_int, c_void};
use std::pin::pin;

use callback_runtime::{Dispatcher, Registration};

use crate::cells::body::Body;
use crate::cells::row::{Meter, Row, row};

/// The declarations, one for each kind that can be called more than once.
mod declared {
    use callback_runtime::callback;

    use super::{c_int, c_void};

    #[callback(extern "C" fn(c_int, context: *mut c_void) -> c_int, fallback = -1)]
    pub(super) type Mut = dyn FnMut(c_int) -> c_int;

    #[callback(extern "C" fn(c_int, context: *mut c_void) -> c_int, fallback = -1)]
    pub(super) type MutSend = dyn FnMut(c_int) -> c_int + Send;

    #[callback(extern "C" fn(c_int, context: *mut c_void) -> c_int, fallback = -1)]
    pub(super) type Shared = dyn Fn(c_int) -> c_int;

    #[callback(extern "C" fn(c_int, context: *mut c_void) -> c_int, fallback = -1)]
    pub(super) type SharedSync = dyn Fn(c_int) -> c_int + Send + Sync;
}

/// The rows of a lifetime: how a context is handed over, called for a measurement, and ended.
///
/// A macro, since no function can be generic over all kinds: each lifetime has other bounds.
macro_rules! lifetime {
    ($rows:ident, $name:literal, $context:ident, $meter:ident, $lend:block) => {
        lifetime! { $rows, $name, $context, $meter, $lend, Mut "FnMut", Shared "Fn" }
        lifetime! {
            $rows, $name, $context, $meter, $lend,
            MutSend "FnMut + Send", SharedSync "Fn + Send + Sync"
        }
    };
    (
        $rows:ident, $name:literal, $context:ident, $meter:ident, $lend:block,
        $($kind:ident $bounds:literal),*
    ) => {$({
        fn cell<B: Body>($meter: Meter) {
            let body = B::new();
            let $context = declared::$kind::new(move |x| body.call(x));
            $lend
        }
        $rows.push(row!(Calls, concat!($name, " ", $bounds), cell));
    })*};
}

pub(super) fn rows() -> Vec<Row> {
    let mut rows = Vec::new();
    lifetime! { rows, "scope", context, meter, {
        context.scope(meter);
    } }
    lifetime! { rows, "bind", context, meter, {
        let mut context = pin!(context);
        let bound = context.as_mut().bind();
        meter(bound.function(), bound.context());
        bound.finish(());
    } }
    lifetime! { rows, "notified", context, meter, {
        let Ok((function, user, destroy)) =
            context.notified(|function, user, destroy| Ok::<_, Infallible>((function, user, destroy)));
        meter(function, user);
        // SAFETY: there is no call after this one.
        unsafe { destroy(user) };
    } }
    // Also `owned`: C gets the same function, and a handle of the same sort.
    lifetime! { rows, "register", context, meter, {
        let Ok(registration): Result<Registration<_, Infallible>, _> =
            context.register(|_, _| Ok(()), |_, _, ()| Ok(()));
        meter(registration.function(), registration.context());
    } }
    lifetime! { rows, "forever", context, meter, {
        let (function, user) = context.forever();
        meter(function, user);
    } }
    // On the thread that owns the closure, where a call runs at once.
    lifetime! { rows, "dispatch", context, meter, {
        let dispatcher = Dispatcher::new(1);
        let Ok(registration): Result<Registration<_, Infallible>, _> =
            context.dispatch(&dispatcher).register(|_, _| Ok(()), |_, _, ()| Ok(()));
        meter(registration.function(), registration.context());
    }, Mut "FnMut", Shared "Fn" }
    rows
}

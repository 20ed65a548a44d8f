//! The methods of handlers, whose traits have a second method, too.

use std::convert::Infallible;
use std::ffi::{c_int, c_void};

use callback_runtime::Registration;

use crate::cells::body::Body;
use crate::cells::row::{Meter, Row, row};

/// The traits, one for each kind.
mod declared {
    use callback_runtime::callback;

    use super::{c_int, c_void};

    #[callback(extern "C", fallback = -1)]
    pub(super) trait Mut {
        #[callback(fn(c_int, context: *mut c_void) -> c_int)]
        fn call(&mut self, x: c_int) -> c_int;
        #[callback(fn(context: *mut c_void) -> c_int)]
        fn other(&mut self) -> c_int;
    }

    #[callback(extern "C", fallback = -1)]
    pub(super) trait MutSend: Send {
        #[callback(fn(c_int, context: *mut c_void) -> c_int)]
        fn call(&mut self, x: c_int) -> c_int;
        #[callback(fn(context: *mut c_void) -> c_int)]
        fn other(&mut self) -> c_int;
    }

    #[callback(extern "C", fallback = -1)]
    pub(super) trait Shared {
        #[callback(fn(c_int, context: *mut c_void) -> c_int)]
        fn call(&self, x: c_int) -> c_int;
        #[callback(fn(context: *mut c_void) -> c_int)]
        fn other(&self) -> c_int;
    }

    #[callback(extern "C", fallback = -1)]
    pub(super) trait SharedSync: Send + Sync {
        #[callback(fn(c_int, context: *mut c_void) -> c_int)]
        fn call(&self, x: c_int) -> c_int;
        #[callback(fn(context: *mut c_void) -> c_int)]
        fn other(&self) -> c_int;
    }
}

/// The handler of all traits.
struct Handler<B>(B);

macro_rules! implement {
    ($($kind:ident $receiver:ty,)*) => {$(
        impl<B: Body> declared::$kind for Handler<B> {
            fn call(self: $receiver, x: c_int) -> c_int {
                self.0.call(x)
            }

            fn other(self: $receiver) -> c_int {
                0
            }
        }
    )*};
}

implement! { Mut &mut Self, MutSend &mut Self, Shared &Self, SharedSync &Self, }

/// The rows of a lifetime: how a context is handed over, called for a measurement, and ended.
macro_rules! lifetime {
    ($rows:ident, $name:literal, $context:ident, $meter:ident, $lend:block) => {
        lifetime! {
            $rows, $name, $context, $meter, $lend,
            Mut "FnMut", Shared "Fn", MutSend "FnMut + Send", SharedSync "Fn + Send + Sync"
        }
    };
    (
        $rows:ident, $name:literal, $context:ident, $meter:ident, $lend:block,
        $($kind:ident $bounds:literal),*
    ) => {$({
        fn cell<B: Body>($meter: Meter) {
            let $context = declared::$kind::new(Handler(B::new()));
            $lend
        }
        $rows.push(row!(Calls, concat!("method, ", $name, " ", $bounds), cell));
    })*};
}

pub(super) fn rows() -> Vec<Row> {
    let mut rows = Vec::new();
    lifetime! { rows, "scope", context, meter, {
        context.scope(|functions, user| meter(functions.call, user));
    } }
    lifetime! { rows, "notified", context, meter, {
        let Ok((functions, user, destroy)) = context
            .notified(|functions, user, destroy| Ok::<_, Infallible>((functions, user, destroy)));
        meter(functions.call, user);
        // SAFETY: there is no call after this one.
        unsafe { destroy(user) };
    } }
    lifetime! { rows, "register", context, meter, {
        let Ok(registration): Result<Registration<_, Infallible>, _> =
            context.register(|_, _| Ok(()), |_, _, ()| Ok(()));
        meter(registration.function().call, registration.context());
    } }
    rows
}

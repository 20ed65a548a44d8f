//! A function, which has no context, and user data that C promises not to be null.

use std::ffi::{c_int, c_void};
use std::mem;
use std::ptr::NonNull;

use crate::cells::body::Body;
use crate::cells::loops::Function;
use crate::cells::row::{Meter, Row, row};

mod declared {
    use callback_runtime::callback;

    use super::{Body, NonNull, c_int, c_void};

    #[callback(extern "C" fn(c_int, *mut c_void) -> c_int, fallback = -1)]
    pub(super) fn function<B: Body>(x: c_int, user: *mut c_void) -> c_int {
        // SAFETY: C passes the user data that it got.
        let body = unsafe { &*user.cast::<B>() };
        body.call(x)
    }

    #[callback(extern "C" fn(c_int, context: NonNull<c_void>) -> c_int, fallback = -1)]
    pub(super) type Mut = dyn FnMut(c_int) -> c_int;

    #[callback(extern "C" fn(c_int, context: NonNull<c_void>) -> c_int, fallback = -1)]
    pub(super) type SharedSync = dyn Fn(c_int) -> c_int + Send + Sync;
}

type NotNull = unsafe extern "C" fn(c_int, NonNull<c_void>) -> c_int;

macro_rules! not_null {
    ($($cell:ident: $kind:ident;)*) => {$(
        fn $cell<B: Body>(meter: Meter) {
            let body = B::new();
            declared::$kind::new(move |x| body.call(x)).scope(|function, user| {
                // SAFETY: the types differ in a parameter that is not null, which is a pointer to C.
                meter(unsafe { mem::transmute::<NotNull, Function>(function) }, user.as_ptr());
            });
        }
    )*};
}

not_null! {
    not_null_mut: Mut;
    not_null_sync: SharedSync;
}

fn function<B: Body>(meter: Meter) {
    let mut body = B::new();
    meter(declared::function::<B>, (&raw mut body).cast());
}

pub(super) fn rows() -> Vec<Row> {
    vec![
        row!(Calls, "function", function),
        row!(Calls, "scope FnMut, NonNull", not_null_mut),
        row!(Calls, "scope Fn + Send + Sync, NonNull", not_null_sync),
    ]
}

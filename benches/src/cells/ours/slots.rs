//! Lifetimes of a declaration without user data.

use std::ffi::{c_int, c_void};
use std::ptr;

use callback_runtime::callback;

use crate::cells::body::Body;
use crate::cells::row::{Meter, Row, row};

/// One declaration for each kind that can be called more than once. The user data that the loop passes is an
/// ordinary argument here.
mod declared {
    use super::{c_int, c_void, callback};

    #[callback(extern "C" fn(c_int, *mut c_void) -> c_int, context = none, fallback = -1)]
    pub(super) type Mut = dyn FnMut(c_int, *mut c_void) -> c_int;

    #[callback(extern "C" fn(c_int, *mut c_void) -> c_int, context = none, fallback = -1)]
    pub(super) type MutSend = dyn FnMut(c_int, *mut c_void) -> c_int + Send;

    #[callback(extern "C" fn(c_int, *mut c_void) -> c_int, context = none, fallback = -1)]
    pub(super) type Shared = dyn Fn(c_int, *mut c_void) -> c_int;

    #[callback(extern "C" fn(c_int, *mut c_void) -> c_int, context = none, fallback = -1)]
    pub(super) type SharedSync = dyn Fn(c_int, *mut c_void) -> c_int + Send + Sync;
}

macro_rules! kinds {
    ($rows:ident, $($kind:ident: $name:literal),*) => {$({
        fn slot<B: Body>(meter: Meter) {
            let body = B::new();
            let slot = declared::$kind::new(move |x, _| body.call(x)).slot();
            let slot = slot.expect("a declaration has more slots than one");
            meter(slot.function(), ptr::null_mut());
        }
        fn scope<B: Body>(meter: Meter) {
            let body = B::new();
            let context = declared::$kind::new(move |x, _| body.call(x));
            context.scope(|function| meter(function, ptr::null_mut()));
        }
        $rows.push(row!(Calls, concat!("slot ", $name), slot));
        $rows.push(row!(Calls, concat!("slot scope ", $name), scope));
    })*};
}

pub(super) fn rows() -> Vec<Row> {
    let mut rows = Vec::new();
    kinds! { rows, Mut: "FnMut", MutSend: "FnMut + Send", Shared: "Fn", SharedSync: "Fn + Send + Sync" }
    rows
}

//! Closures that C calls once: each turn makes one and calls it.

use std::convert::Infallible;
use std::ffi::{c_int, c_void};
use std::future::Future;
use std::pin::pin;
use std::ptr;
use std::task::{Context, Poll, Waker};

use crate::cells::body::Body;
use crate::cells::loops::call;
use crate::cells::row::{Meter, Row, row, turns};

mod declared {
    use callback_runtime::callback;

    use super::{c_int, c_void};

    #[callback(extern "C" fn(c_int, context: *mut c_void) -> c_int, fallback = -1)]
    pub(super) type Once = dyn FnOnce(c_int) -> c_int;

    #[callback(extern "C" fn(c_int, context: *mut c_void) -> c_int, fallback = -1)]
    pub(super) type OnceSend = dyn FnOnce(c_int) -> c_int + Send;

    #[callback(extern "C" fn(c_int, *mut c_void) -> c_int, context = none, fallback = -1)]
    pub(super) type OnceInSlot = dyn FnOnce(c_int, *mut c_void) -> c_int;

    #[callback(extern "C" fn(c_int, *mut c_void) -> c_int, context = none, fallback = -1)]
    pub(super) type OnceSendInSlot = dyn FnOnce(c_int, *mut c_void) -> c_int + Send;

    #[callback(
        extern "C" fn(c_int, context: *mut c_void) -> c_int,
        continue = 0, break = 0, fallback = -1,
    )]
    pub(super) type Completed = dyn FnOnce(c_int) -> std::ops::ControlFlow<c_int>;
}

macro_rules! kinds {
    ($rows:ident, $($kind:ident $in_slot:ident $bounds:literal),*) => {$({
        fn scope<B: Body>(meter: Meter) {
            let body = B::new();
            turns(meter, |x| {
                declared::$kind::new(move |x| body.call(x))
                    .scope(|function, user| call(function, x, user))
            });
        }
        fn once<B: Body>(meter: Meter) {
            let body = B::new();
            turns(meter, |x| {
                let Ok(y) = declared::$kind::new(move |x| body.call(x))
                    .once(|function, user| Ok::<_, Infallible>(call(function, x, user)));
                y
            });
        }
        fn slot<B: Body>(meter: Meter) {
            let body = B::new();
            turns(meter, |x| {
                let slot = declared::$in_slot::new(move |x, _| body.call(x)).slot();
                let slot = slot.expect("there is one at a time");
                call(slot.function(), x, ptr::null_mut())
            });
        }
        $rows.push(row!(Once, concat!("scope ", $bounds), scope));
        $rows.push(row!(Once, concat!("once ", $bounds), once));
        $rows.push(row!(Once, concat!("slot ", $bounds), slot));
    })*};
}

pub(super) fn rows() -> Vec<Row> {
    let mut rows = Vec::new();
    kinds! { rows, Once OnceInSlot "FnOnce", OnceSend OnceSendInSlot "FnOnce + Send" }
    rows.push(row!(Once, "completion FnOnce", completion));
    rows
}

fn completion<B: Body>(meter: Meter) {
    let body = B::new();
    turns(meter, |x| {
        let context = declared::Completed::new(move |x| std::ops::ControlFlow::Break(body.call(x)));
        let (function, user, completion) = context.completion();
        call(function, x, user);
        match pin!(completion).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(Ok(std::ops::ControlFlow::Break(y))) => y,
            _ => -1,
        }
    });
}

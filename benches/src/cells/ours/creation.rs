//! The costs of making and ending a callback without a call, and of a panic.

use std::convert::Infallible;
use std::ffi::{c_int, c_void};
use std::hint::black_box;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::pin;

use callback_runtime::Registration;

use crate::cells::loops::call;
use crate::cells::row::{Group, Meter, Row, show, single, turns};

mod declared {
    use callback_runtime::callback;

    use super::{c_int, c_void};

    #[callback(extern "C" fn(c_int, context: *mut c_void) -> c_int, fallback = -1)]
    pub(super) type Held = dyn Fn(c_int) -> c_int + Send + Sync;

    #[callback(extern "C" fn(c_int, *mut c_void) -> c_int, context = none, fallback = -1)]
    pub(super) type InSlot = dyn Fn(c_int, *mut c_void) -> c_int + Send + Sync;
}

pub(super) fn rows() -> Vec<Row> {
    vec![
        single(Group::Creation, "scope", scope),
        single(Group::Creation, "bind", bind),
        single(Group::Creation, "notified", notified),
        single(Group::Creation, "register", register),
        single(Group::Creation, "slot scope", slot_scope),
        single(Group::Creation, "slot", slot),
        single(Group::Panics, "scope, where the panic goes on", scope_panics),
        single(Group::Panics, "notified", notified_panics),
        single(Group::Panics, "bare catch_unwind", bare_panics),
    ]
}

fn scope(meter: Meter) {
    turns(meter, |x| {
        declared::Held::new(move |y| x ^ y).scope(show);
        x
    });
}

fn bind(meter: Meter) {
    turns(meter, |x| {
        let mut context = pin!(declared::Held::new(move |y| x ^ y));
        let bound = context.as_mut().bind();
        show(bound.function(), bound.context());
        bound.finish(x)
    });
}

fn notified(meter: Meter) {
    turns(meter, |x| {
        let Ok((user, destroy)) =
            declared::Held::new(move |y| x ^ y).notified(|function, user, destroy| {
                show(function, user);
                Ok::<_, Infallible>((user, destroy))
            });
        // SAFETY: nothing uses it anymore.
        unsafe { destroy(user) };
        x
    });
}

fn register(meter: Meter) {
    turns(meter, |x| {
        let Ok(registration): Result<Registration<_, Infallible>, _> =
            declared::Held::new(move |y| x ^ y).register(|_, _| Ok(()), |_, _, ()| Ok(()));
        show(registration.function(), registration.context());
        x
    });
}

fn slot_scope(meter: Meter) {
    turns(meter, |x| {
        declared::InSlot::new(move |y, _| x ^ y).scope(|function| {
            black_box(function);
        });
        x
    });
}

fn slot(meter: Meter) {
    turns(meter, |x| {
        let slot = declared::InSlot::new(move |y, _| x ^ y).slot();
        black_box(slot.expect("there is one at a time").function());
        x
    });
}

/// Panics without a message, so that no hook runs.
fn panic(x: c_int) -> c_int {
    resume_unwind(Box::new(black_box(x)))
}

fn scope_panics(meter: Meter) {
    turns(meter, |x| {
        let scope = || declared::Held::new(panic).scope(|function, user| call(function, x, user));
        catch_unwind(scope).unwrap_or(-2)
    });
}

fn notified_panics(meter: Meter) {
    turns(meter, |x| {
        let Ok((y, user, destroy)) =
            declared::Held::new(panic).notified(|function, user, destroy| {
                Ok::<_, Infallible>((call(function, x, user), user, destroy))
            });
        // SAFETY: nothing uses it anymore.
        unsafe { destroy(user) };
        y
    });
}

fn bare_panics(meter: Meter) {
    turns(meter, |x| catch_unwind(AssertUnwindSafe(|| panic(x))).unwrap_or(-2));
}

//! Trampolines written by hand: without guards, and with the same guards as the runtime's.

mod guarded;
mod naive;

use std::ffi::{c_int, c_void};
use std::mem;

use crate::cells::body::Body;
use crate::cells::loops::Function;
use crate::cells::row::{Group, Meter, Row, row, show, single, turns};

/// Returns the rows.
pub(crate) fn rows() -> Vec<Row> {
    vec![
        row!(Plain, "C function, called by C", plain),
        row!(Calls, "no guard, extern \"C\"", unguarded),
        row!(Calls, "no guard, extern \"C-unwind\"", unguarded_unwind),
        row!(Calls, "guards by hand FnMut, naive", unskilled),
        row!(Calls, "guards by hand FnMut", one_thread),
        row!(Calls, "guards by hand FnMut, no catch", no_catch),
        row!(Calls, "guards by hand Box<dyn FnMut>", boxed),
        row!(Calls, "guards by hand FnMut + Send", one_at_a_time),
        row!(Calls, "guards by hand Fn + Send + Sync", any_threads),
        single(Group::Creation, "by hand, on the stack", on_the_stack),
        single(Group::Creation, "by hand, boxed closure", boxed_closure),
    ]
}

fn plain<B: Body>(meter: Meter) {
    let mut body = B::new();
    meter(B::IN_C, (&raw mut body).cast());
}

unsafe extern "C" fn c_trampoline<B: Body>(x: c_int, user: *mut c_void) -> c_int {
    // SAFETY: C passes the user data that it got.
    let body = unsafe { &*user.cast::<B>() };
    body.call(x)
}

fn unguarded<B: Body>(meter: Meter) {
    let mut body = B::new();
    meter(c_trampoline::<B>, (&raw mut body).cast());
}

type UnwindFunction = unsafe extern "C-unwind" fn(c_int, *mut c_void) -> c_int;

unsafe extern "C-unwind" fn c_unwind_trampoline<B: Body>(x: c_int, user: *mut c_void) -> c_int {
    // SAFETY: C passes the user data that it got.
    let body = unsafe { &*user.cast::<B>() };
    body.call(x)
}

fn unguarded_unwind<B: Body>(meter: Meter) {
    let mut body = B::new();
    let function: UnwindFunction = c_unwind_trampoline::<B>;
    // SAFETY: the types differ in whether they may unwind, and nothing unwinds.
    let function = unsafe { mem::transmute::<UnwindFunction, Function>(function) };
    meter(function, (&raw mut body).cast());
}

fn one_thread<B: Body>(meter: Meter) {
    let body = B::new();
    guarded::lend::<guarded::Mut, true, _>(move |x| body.call(x), meter);
}

fn no_catch<B: Body>(meter: Meter) {
    let body = B::new();
    guarded::lend::<guarded::Mut, false, _>(move |x| body.call(x), meter);
}

fn boxed<B: Body>(meter: Meter) {
    let body = B::new();
    let closure: Box<dyn Fn(c_int) -> c_int> = Box::new(move |x| body.call(x));
    guarded::lend::<guarded::Mut, true, _>(closure, meter);
}

fn one_at_a_time<B: Body>(meter: Meter) {
    let body = B::new();
    guarded::lend::<guarded::MutSend, true, _>(move |x| body.call(x), meter);
}

fn any_threads<B: Body>(meter: Meter) {
    let body = B::new();
    guarded::lend::<guarded::SharedSync, true, _>(move |x| body.call(x), meter);
}

fn unskilled<B: Body>(meter: Meter) {
    let body = B::new();
    naive::lend(move |x| body.call(x), meter);
}

fn on_the_stack(meter: Meter) {
    turns(meter, |x| {
        guarded::make(move |y| x ^ y, show);
        x
    });
}

fn boxed_closure(meter: Meter) {
    turns(meter, |x| {
        guarded::make(Box::new(move |y| x ^ y), show);
        x
    });
}

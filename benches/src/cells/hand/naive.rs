//! All guards by hand, without a look at the assembly.

use std::any::Any;
use std::cell::{Cell, UnsafeCell};
use std::ffi::{c_int, c_void};
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::cells::row::Meter;

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Idle,
    Busy,
    Poisoned,
}

struct Context<F> {
    closure: UnsafeCell<F>,
    owner: usize,
    state: Cell<State>,
    payload: Cell<Option<Box<dyn Any + Send>>>,
}

thread_local! {
    static THREAD: Cell<usize> = const { Cell::new(0) };
}

/// Makes a callback of `closure` for as long as `meter` runs.
pub(super) fn lend<F: FnMut(c_int) -> c_int>(closure: F, meter: Meter) {
    THREAD.set(1);
    let mut context = Context {
        closure: UnsafeCell::new(closure),
        owner: THREAD.get(),
        state: Cell::new(State::Idle),
        payload: Cell::new(None),
    };
    meter(trampoline::<F>, (&raw mut context).cast());
}

unsafe extern "C" fn trampoline<F: FnMut(c_int) -> c_int>(x: c_int, user: *mut c_void) -> c_int {
    // SAFETY: C passes the user data that it got, and only shared references to it are formed.
    let context = unsafe { &*user.cast::<Context<F>>() };
    if context.owner != THREAD.get() || context.state.get() != State::Idle {
        context.state.set(State::Poisoned);
        return -1;
    }
    context.state.set(State::Busy);
    // SAFETY: no other call is running.
    let closure = || unsafe { (*context.closure.get())(x) };
    match catch_unwind(AssertUnwindSafe(closure)) {
        Ok(value) => {
            context.state.set(State::Idle);
            value
        }
        Err(payload) => {
            context.payload.set(Some(payload));
            context.state.set(State::Poisoned);
            -1
        }
    }
}

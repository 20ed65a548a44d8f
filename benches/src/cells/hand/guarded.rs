//! The guards by hand, with everything except the happy path outlined: the figures to reach.

use std::any::Any;
use std::cell::{Cell, UnsafeCell};
use std::ffi::{c_int, c_void};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};

use crate::cells::loops::Function;
use crate::cells::row::Meter;

const IDLE: u8 = 0;
const BUSY: u8 = 1;
const POISONED: u8 = 2;

/// What the cold paths need, first in the context, so that one pointer reaches all.
///
/// A callback uses either `state` or the two atomics. All are here, so that there is only one type of context.
#[derive(Default)]
pub(super) struct Header {
    owner: usize,
    state: Cell<u8>,
    shared: AtomicU8,
    busy: AtomicBool,
    fallback: c_int,
    payload: Cell<Option<Box<dyn Any + Send>>>,
}

#[repr(C)]
struct Context<F> {
    header: Header,
    closure: UnsafeCell<F>,
}

thread_local! {
    /// Not 0 on a thread that has made a callback.
    static THREAD: Cell<usize> = const { Cell::new(0) };
}

/// Which calls are admitted.
pub(super) trait Guard {
    fn admit(header: &Header) -> bool;
    fn leave(header: &Header);
}

/// One thread, not re-entrantly: `dyn FnMut`.
pub(super) struct Mut;

impl Guard for Mut {
    #[inline(always)]
    fn admit(header: &Header) -> bool {
        let open = header.owner == THREAD.get() && header.state.get() == IDLE;
        if open {
            header.state.set(BUSY);
        }
        open
    }

    #[inline(always)]
    fn leave(header: &Header) {
        header.state.set(IDLE);
    }
}

/// Any thread, one at a time: `dyn FnMut + Send`.
pub(super) struct MutSend;

impl Guard for MutSend {
    #[inline(always)]
    fn admit(header: &Header) -> bool {
        header.shared.load(Ordering::Relaxed) == IDLE && !header.busy.swap(true, Ordering::Acquire)
    }

    #[inline(always)]
    fn leave(header: &Header) {
        header.busy.store(false, Ordering::Release);
    }
}

/// Any threads, at once: `dyn Fn + Send + Sync`.
pub(super) struct SharedSync;

impl Guard for SharedSync {
    #[inline(always)]
    fn admit(header: &Header) -> bool {
        header.shared.load(Ordering::Relaxed) == IDLE
    }

    #[inline(always)]
    fn leave(_: &Header) {}
}

/// Makes a callback of `closure` for as long as `meter` runs.
///
/// Without `CATCH`, a panic goes through the guard and ends the process. The other guards are those of a build
/// in which panics abort.
pub(super) fn lend<G: Guard, const CATCH: bool, F>(closure: F, meter: Meter)
where
    F: Fn(c_int) -> c_int,
{
    THREAD.set(1);
    let header = Header { owner: THREAD.get(), fallback: -1, ..Header::default() };
    let mut context = Context { header, closure: UnsafeCell::new(closure) };
    meter(trampoline::<G, CATCH, F>, (&raw mut context).cast());
}

/// Makes such a context on the stack, passes it to C by `show`, and ends it.
pub(super) fn make<F: Fn(c_int) -> c_int>(closure: F, show: fn(Function, *mut c_void)) {
    lend::<SharedSync, true, F>(closure, &mut |function, user| show(function, user));
}

unsafe extern "C" fn trampoline<G: Guard, const CATCH: bool, F>(
    x: c_int,
    user: *mut c_void,
) -> c_int
where
    F: Fn(c_int) -> c_int,
{
    // SAFETY: C passes the user data that it got, and only shared references to it are formed.
    let Context { header, closure } = unsafe { &*user.cast::<Context<F>>() };
    if !G::admit(header) {
        return refuse(header);
    }
    // SAFETY: nothing forms a `&mut` to it.
    let closure = unsafe { &*closure.get() };
    if !CATCH {
        let value = closure(x);
        G::leave(header);
        return value;
    }
    match catch_unwind(AssertUnwindSafe(|| closure(x))) {
        Ok(value) => {
            G::leave(header);
            value
        }
        Err(payload) => panicked(header, payload),
    }
}

/// The fallback is read from the context. A constant would be kept across the closure's call.
#[cold]
#[inline(never)]
extern "C" fn refuse(header: &Header) -> c_int {
    header.state.set(POISONED);
    header.shared.store(POISONED, Ordering::Relaxed);
    header.fallback
}

#[cold]
#[inline(never)]
#[allow(improper_ctypes_definitions, reason = "`extern` for its `nounwind`; C never sees it")]
extern "C" fn panicked(header: &Header, payload: Box<dyn Any + Send>) -> c_int {
    header.payload.set(Some(payload));
    refuse(header)
}

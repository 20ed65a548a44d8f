//! The two declarations, their arguments, and C's calls.

use std::ffi::{c_int, c_void};
use std::ptr::null;
use std::sync::Arc;

use callback_runtime::{FromC, RawContext, RawFn, callback};
use callback_tests::{Drops, Parts, Token};

/// C expects no value, and does not wait.
#[callback(extern "C" fn(*const Letter, context: *mut c_void))]
pub(crate) type Tell = dyn FnMut(Parcel);

/// C waits for the answer.
#[callback(extern "C" fn(*const Letter, context: *mut c_void) -> c_int, fallback = -1)]
pub(crate) type Ask = dyn FnMut(Parcel) -> c_int;

/// What C passes.
pub(crate) struct Letter {
    pub(crate) item: c_int,
    pub(crate) drops: Arc<Drops>,
}

/// The argument of the closure.
pub(crate) struct Parcel {
    pub(crate) item: c_int,
    pub(crate) _token: Token,
}

impl FromC<*const Letter> for Parcel {
    unsafe fn from_c(raw: *const Letter) -> Option<Self> {
        // SAFETY: null, or valid for the call (the caller's promise).
        let letter = unsafe { raw.as_ref() }?;
        Some(Self { item: letter.item, _token: letter.drops.token() })
    }
}

/// The payload of the closure's panics.
#[derive(Clone, Copy)]
pub(crate) struct Torn;

/// An item that makes the closure panic.
pub(crate) fn is_torn(item: c_int) -> bool {
    item % 7 == 0
}

pub(crate) type Raw<C> = Parts<RawFn<C>, RawContext<C>>;

macro_rules! call {
    ($raw:expr, $item:expr, $is_null:expr, $drops:expr) => {{
        let letter = Letter { item: $item, drops: $drops };
        let (function, user) = $raw.get();
        // SAFETY: C may call at any time.
        unsafe { function(if $is_null { null() } else { &raw const letter }, user) }
    }};
}

pub(crate) fn tell(raw: Raw<Tell>, item: c_int, is_null: bool, drops: Arc<Drops>) {
    call!(raw, item, is_null, drops);
}

pub(crate) fn ask(raw: Raw<Ask>, item: c_int, is_null: bool, drops: Arc<Drops>) -> c_int {
    call!(raw, item, is_null, drops)
}

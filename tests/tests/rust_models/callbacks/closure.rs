//! The captures of the closures: they count, run the operations of the world inside calls, and panic.

use std::ffi::c_int;
use std::panic::{AssertUnwindSafe, catch_unwind, panic_any};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Weak};

use crate::callbacks::world::World;

/// The part of one closure that the test sees.
#[derive(Default)]
pub(crate) struct Seen {
    entered: AtomicUsize,
    dropped: AtomicUsize,
}

impl Seen {
    pub(crate) fn entered(&self) -> usize {
        self.entered.load(Ordering::SeqCst)
    }

    pub(crate) fn dropped(&self) -> usize {
        self.dropped.load(Ordering::SeqCst)
    }
}

/// The payload of the panics of this test, with the place of the panic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Panic {
    Closure,
    Capture,
    HandOver,
    Unset,
}

/// The captures of one closure.
pub(crate) struct Inside {
    pub(crate) world: Weak<World>,
    pub(crate) number: usize,
    pub(crate) seen: Arc<Seen>,
    /// Whether the destructor panics.
    pub(crate) bomb: bool,
}

impl Inside {
    /// One call.
    pub(crate) fn enter(&self, item: c_int) -> c_int {
        assert_eq!(self.seen.dropped(), 0, "a call after the end");
        self.seen.entered.fetch_add(1, Ordering::SeqCst);
        if let Some(world) = self.world.upgrade() {
            if world.run_inside(self.number) {
                panic_any(Panic::Closure);
            }
        }
        assert_eq!(self.seen.dropped(), 0, "an end during a call");
        item
    }
}

impl Drop for Inside {
    fn drop(&mut self) {
        self.seen.dropped.fetch_add(1, Ordering::SeqCst);
        if self.bomb {
            panic_any(Panic::Capture);
        }
    }
}

/// Returns where a panic of this test came from.
pub(crate) fn catch<R>(body: impl FnOnce() -> R) -> Result<R, Panic> {
    catch_unwind(AssertUnwindSafe(body)).map_err(|payload| match payload.downcast::<Panic>() {
        Ok(panic) => *panic,
        Err(payload) => std::panic::resume_unwind(payload),
    })
}

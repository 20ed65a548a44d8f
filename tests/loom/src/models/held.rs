//! A context whose memory the holds decide on, and what is done with it.

use std::mem;
use std::rc::Rc;

use loom::cell::UnsafeCell;

use crate::contract::kind::Affinity;
use crate::lifetimes::holds::{Holds, Others};
use crate::sync::AtomicBool;

/// A context, which reports a use after its end or during it.
pub(super) struct Held {
    pub(super) holds: Holds,
    /// Whether it is there. A call writes to it, which loom reports if anything else uses it meanwhile.
    handler: UnsafeCell<bool>,
    /// Whether it is to be freed with the handler. The call that has consumed the handler writes to it.
    with_handler: UnsafeCell<bool>,
    freed: UnsafeCell<bool>,
    /// Whether the gate is closed, because a call has panicked.
    pub(super) closed: AtomicBool,
}

impl Held {
    pub(super) fn new() -> Rc<Self> {
        Rc::new(Self {
            holds: Holds::handing_over(),
            handler: UnsafeCell::new(true),
            with_handler: UnsafeCell::new(true),
            freed: UnsafeCell::new(false),
            closed: AtomicBool::new(false),
        })
    }

    /// A call enters.
    pub(super) fn enter(&self) {
        // SAFETY: C has a hold in each of the models, and any thread may call.
        unsafe { self.holds.hold_for_call(Affinity::AnyThread) };
    }

    /// A call enters that excludes others. Returns whether it is the only one, and then uses the handler.
    pub(super) fn enter_alone(&self) -> bool {
        let alone = self.holds.hold_alone();
        if alone {
            assert!(!self.is_freed(), "a call after the end");
            // SAFETY: loom checks that nothing uses it meanwhile.
            assert!(self.handler.with_mut(|handler| unsafe { mem::replace(&mut *handler, true) }));
        }
        alone
    }

    /// A call uses the handler.
    pub(super) fn touch(&self) {
        assert!(!self.is_freed(), "a call after the end");
        // SAFETY: loom checks that nothing writes to it meanwhile.
        assert!(self.handler.with(|handler| unsafe { *handler }), "a call without a handler");
    }

    /// A call leaves.
    pub(super) fn leave(&self) {
        self.touch();
        self.release();
    }

    /// A call releases its hold.
    pub(super) fn release(&self) {
        // SAFETY: the call has a hold.
        if unsafe { self.holds.release_call(Affinity::AnyThread) } {
            self.free();
        }
    }

    /// C runs the destroy function.
    pub(super) fn destroy(&self) {
        // Reads the gate.
        self.touch();
        if self.holds.release_c() == Some(true) {
            self.free();
        }
    }

    /// C calls the method with `self`. Returns whether that consumed the handler.
    pub(super) fn consume(&self) -> bool {
        match self.holds.pass_to_call().expect("C has a hold") {
            Others::Calls => {
                self.leave();
                false
            }
            Others::NoCall => {
                // SAFETY: loom checks that nothing uses it meanwhile.
                assert!(self.handler.with_mut(|handler| unsafe { mem::take(&mut *handler) }));
                // SAFETY: as above.
                self.with_handler.with_mut(|with_handler| unsafe { *with_handler = false });
                self.release();
                true
            }
        }
    }

    /// The hand-over ends.
    pub(super) fn end_hand_over(&self) {
        assert!(!self.is_freed(), "a hand-over after the end");
        if self.holds.release_hand_over() {
            self.free();
        }
    }

    /// The hand-over ends because C has refused.
    pub(super) fn refuse(&self) {
        self.holds.release_c();
        self.end_hand_over();
    }

    pub(super) fn free(&self) {
        // SAFETY: loom checks that nothing writes to it meanwhile.
        let with_handler = self.with_handler.with(|with_handler| unsafe { *with_handler });
        // SAFETY: loom checks that nothing uses it meanwhile.
        let handler = self.handler.with_mut(|handler| unsafe { mem::take(&mut *handler) });
        assert_eq!(handler, with_handler, "the handler is dropped once");
        // SAFETY: as above.
        let before = self.freed.with_mut(|freed| unsafe { mem::replace(&mut *freed, true) });
        assert!(!before, "freed twice");
    }

    pub(super) fn is_freed(&self) -> bool {
        // SAFETY: loom checks that nothing writes to it meanwhile.
        self.freed.with(|freed| unsafe { *freed })
    }
}

//! The model of one callback, in plain terms: no address, no atomics.

use std::ffi::c_int;
use std::sync::Arc;

use callback_runtime::Fault;

use crate::callbacks::closure::{Panic, Seen};
use crate::callbacks::declared::{Holder, Kind, Raw};

/// The threads of a run. One at a time does something, and the other waits for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Who {
    Main,
    Helper,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lifetime {
    Scope,
    Bind,
    Once,
    Notified,
    Register,
    Owned,
    Forever,
    Slot,
}

impl Lifetime {
    pub(crate) const ALL: [Self; 8] = [
        Self::Scope,
        Self::Bind,
        Self::Once,
        Self::Notified,
        Self::Register,
        Self::Owned,
        Self::Forever,
        Self::Slot,
    ];
}

/// The decision about a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Admission {
    Enters,
    /// C gets the fallback.
    Refused,
}

/// A fault as the hook gets it: the callback, the fault, and whether the closure was leaked.
pub(crate) type Report = (&'static str, Fault, bool);

/// C's answer, or a panic.
pub(crate) type Told = Result<Result<(), c_int>, Panic>;

/// A value that only its owner's thread uses, unless the closure is `Send`.
pub(crate) struct Shut(pub(crate) Box<dyn Holder>);

// SAFETY: see above. `World` uses it accordingly.
unsafe impl Send for Shut {}

/// One callback.
#[expect(clippy::struct_excessive_bools, reason = "each may be without the others")]
pub(crate) struct Model {
    pub(crate) kind: Kind,
    pub(crate) lifetime: Lifetime,
    pub(crate) name: &'static str,
    pub(crate) owner: Who,
    pub(crate) bomb: bool,
    pub(crate) raw: Option<Raw>,
    pub(crate) holder: Option<Shut>,
    pub(crate) seen: Arc<Seen>,
    /// The first fault of each variant.
    faults: Vec<Fault>,
    /// Whether a panic of the closure was kept, and whether it was taken.
    pub(crate) payload: Option<bool>,
    /// A `FnOnce` was called, or C has destroyed.
    pub(crate) spent: bool,
    /// A `FnOnce` was consumed by its call.
    pub(crate) taken: bool,
    /// The calls that are inside the closure, on any thread.
    pub(crate) running: Vec<Who>,
    /// The hand-over is running.
    pub(crate) handing: bool,
    /// C has it: until its one call, or until it destroys.
    pub(crate) held: bool,
    /// C has destroyed it on a thread that does not own it.
    pub(crate) given_back: bool,
    /// It does not exist anymore, or C promised not to call it anymore.
    pub(crate) over: bool,
    /// The value that Rust holds has ended.
    pub(crate) closed: bool,
    /// C's answer when it is told to unregister.
    pub(crate) unset: Told,
    pub(crate) entered: usize,
    pub(crate) dropped: usize,
}

impl Model {
    pub(crate) fn new(
        (kind, lifetime, name): (Kind, Lifetime, &'static str),
        owner: Who,
        bomb: bool,
        seen: Arc<Seen>,
    ) -> Self {
        Self {
            kind,
            lifetime,
            name,
            owner,
            bomb,
            raw: None,
            holder: None,
            seen,
            faults: Vec::new(),
            payload: None,
            spent: false,
            taken: false,
            running: Vec::new(),
            handing: true,
            held: matches!(lifetime, Lifetime::Once | Lifetime::Notified),
            given_back: false,
            over: false,
            closed: false,
            unset: Ok(Ok(())),
            entered: 0,
            dropped: 0,
        }
    }

    /// Returns whether C has a handle, which leads nowhere after the end.
    pub(crate) fn has_handle(&self) -> bool {
        matches!(self.lifetime, Lifetime::Register | Lifetime::Owned)
    }

    /// Returns whether C may call now.
    pub(crate) fn may_call(&self) -> bool {
        let ended = self.over || self.given_back;
        self.raw.is_some() && (!ended || (self.closed && self.has_handle()))
    }

    /// Returns whether C may destroy now.
    pub(crate) fn may_destroy(&self) -> bool {
        self.lifetime == Lifetime::Notified && self.held && self.may_call()
    }

    fn is_foreign(&self, me: Who) -> bool {
        self.kind.is_bound() && self.owner != me
    }

    /// Returns whether the thread may end it, without waiting for a call that waits for this thread.
    pub(crate) fn may_end(&self, me: Who) -> bool {
        !self.is_foreign(me) && self.running.iter().all(|thread| *thread == me)
    }

    /// The panic, or else the first fault.
    pub(crate) fn fault(&self) -> Option<Fault> {
        if self.is_poisoned() { Some(Fault::Panicked) } else { self.faults.first().copied() }
    }

    fn is_poisoned(&self) -> bool {
        self.faults.contains(&Fault::Panicked)
    }

    fn record(&mut self, fault: Fault, leaked: bool, reports: &mut Vec<Report>) {
        if !self.faults.contains(&fault) {
            self.faults.push(fault);
            reports.push((self.name, fault, leaked));
        }
    }

    /// Begins a call.
    pub(crate) fn admit(&mut self, me: Who, reports: &mut Vec<Report>) -> Admission {
        if self.closed {
            reports.push((self.name, Fault::Expired, false));
            return Admission::Refused;
        }
        if self.is_poisoned() {
            return Admission::Refused;
        }
        let once = self.lifetime == Lifetime::Once;
        let fault = if self.spent {
            Fault::Expired
        } else if self.is_foreign(me) {
            Fault::WrongThread
        } else if self.kind.is_exclusive() && !self.running.is_empty() {
            Fault::Reentered
        } else if once && !self.held {
            Fault::Expired
        } else {
            self.spent |= self.kind.is_once();
            self.held &= !once;
            self.running.push(me);
            return Admission::Enters;
        };
        self.record(fault, once && fault == Fault::WrongThread, reports);
        Admission::Refused
    }

    /// Enters the closure in a call that was admitted.
    pub(crate) fn enter(&mut self) {
        self.entered += 1;
        self.taken = self.kind.is_once();
    }

    /// Ends a call that was admitted, with a fault or without.
    pub(crate) fn leave(&mut self, fault: Option<Fault>, reports: &mut Vec<Report>) {
        if self.taken && self.dropped == 0 {
            self.dropped = 1;
        }
        if let Some(fault) = fault {
            if fault == Fault::Panicked && self.payload.is_none() {
                self.payload = Some(true);
            }
            self.record(fault, false, reports);
        }
        self.running.pop();
        self.settle(reports);
    }

    /// C destroys.
    pub(crate) fn destroy(&mut self, me: Who, reports: &mut Vec<Report>) {
        if self.is_foreign(me) {
            // Only a hand-over that is still running, and is refused, drops it.
            reports.push((self.name, Fault::WrongThread, true));
            self.given_back = true;
            return;
        }
        self.spent = true;
        self.held = false;
        self.settle(reports);
    }

    /// Ends the hand-over: C took the callback, or refused it.
    pub(crate) fn handed_over(&mut self, taken: bool, reports: &mut Vec<Report>) {
        self.handing = false;
        if !taken {
            self.held = false;
            self.closed = self.lifetime == Lifetime::Register;
        }
        self.settle(reports);
    }

    /// Rust ends it.
    pub(crate) fn close(&mut self, reports: &mut Vec<Report>) {
        self.closed = true;
        self.settle(reports);
    }

    /// Drops the closure if nothing holds it anymore.
    fn settle(&mut self, reports: &mut Vec<Report>) {
        let has_it = match self.lifetime {
            Lifetime::Scope | Lifetime::Bind | Lifetime::Forever => true,
            Lifetime::Once | Lifetime::Notified => self.held || self.handing,
            Lifetime::Register | Lifetime::Owned | Lifetime::Slot => !self.closed,
        };
        if has_it || !self.running.is_empty() || self.over {
            return;
        }
        self.over = true;
        if self.drop_closure() {
            reports.push((self.name, Fault::Panicked, false));
        }
    }

    /// Drops the closure. Returns whether its destructor panics.
    pub(crate) fn drop_closure(&mut self) -> bool {
        let drops = !self.taken;
        self.dropped += usize::from(drops);
        drops && self.bomb
    }
}

//! The faults of a callback, and their reports.

use core::fmt;
use core::panic::Location;

#[cfg(feature = "alloc")]
use crate::faults::unwind;

/// Why C got the fallback instead of a value from the closure.
///
/// The *fallback* is the value of the key `fallback` in the declaration of the callback. What is said here about a
/// closure holds for a function with the attribute, and for a handler, whose methods share one context: a call is
/// then a call of any method.
///
/// A panic *poisons* the context: since the closure may have left its own state half changed, no later call
/// enters it, and each gets the fallback.
///
/// Each other fault refuses one call and does not affect the next. The next valid call enters the closure,
/// with two exceptions:
///
/// - A `FnOnce` has then had its one call, unless the fault is [`WrongThread`](Self::WrongThread) or
///   [`Undelivered`](Self::Undelivered).
/// - For a [`completion`](crate::Context::completion), the first call of C is the one call, whatever its
///   fault.
///
/// The methods `fault` of [`Bound`](crate::Bound), [`Registration`](crate::Registration),
/// [`Owned`](crate::Owned) and [`Slot`](crate::Slot) return *the* fault of a context:
/// [`Panicked`](Self::Panicked) if there was a panic, or else the first fault. [`Undelivered`](Self::Undelivered) is not kept. Faults are reported to the
/// [fault hook](crate::set_fault_hook), which says how often.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
#[non_exhaustive]
pub enum Fault {
    /// The closure panicked, or the conversion of an argument or of its result did.
    ///
    /// It is also why a method with `self` did not run: a method of its handler has panicked before.
    ///
    /// Outside `scope`, this includes a panic of the destructor of a captured value.
    Panicked = 1,
    /// C called a `FnMut` while it was running: from inside itself, or from a second thread.
    ///
    /// It is also why a method with `self` did not run: C destroyed the handler during a call of any method.
    Reentered,
    /// C called a closure without `Send`, or ran its destroy function, on a thread that does not own it.
    /// The owner thread is the one that handed the closure over.
    WrongThread,
    /// C made a call that the closure does not accept anymore, or passed a context that never existed.
    ///
    /// That is a second call of a `FnOnce`, a call of a closure that is not registered anymore, or a call
    /// after the destroy function while an earlier call was still running.
    Expired,
    /// C passed a value that the parameter's type cannot hold: null for a reference, a negative length, or a null
    /// context.
    InvalidArgument,
    /// A [registration](crate::Registration) was dropped, but its `unset` failed or panicked, so that C may
    /// still call.
    ///
    /// Each such call is [`Expired`](Self::Expired).
    StillRegistered,
    /// A dispatched call did not reach the thread that owns the closure, or its value did not come back in
    /// time.
    ///
    /// The queue was full, the time was over, or the dispatcher or the registration was gone. This is the
    /// fault of one call and not of the context, whose `fault` does not return it.
    Undelivered,
}

impl Fault {
    pub(crate) fn from_code(code: u32) -> Option<Self> {
        [
            Self::Panicked,
            Self::Reentered,
            Self::WrongThread,
            Self::Expired,
            Self::InvalidArgument,
            Self::StillRegistered,
            Self::Undelivered,
        ]
        .into_iter()
        .find(|&fault| fault as u32 == code)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Panicked => "the closure panicked",
            Self::Reentered => "C called the closure while it was running",
            Self::WrongThread => "C used the closure on a thread that does not own it",
            Self::Expired => "C made a late call; the closure accepts no more calls",
            Self::InvalidArgument => {
                "C passed no context, or an argument that the closure's type cannot hold"
            }
            Self::StillRegistered => "C may still call; `unset` failed or panicked",
            Self::Undelivered => {
                "the call did not reach the closure's thread, or its value came too late"
            }
        })
    }
}

impl core::error::Error for Fault {}

/// The declaration of a callback, for reports.
#[derive(Debug)]
pub struct Site {
    name: &'static str,
    location: &'static Location<'static>,
}

impl Site {
    /// Makes the site of the callback `name`, declared at the caller's location.
    #[must_use]
    #[track_caller]
    pub const fn new(name: &'static str) -> Self {
        Self { name, location: Location::caller() }
    }

    #[cfg(feature = "std")]
    pub(crate) fn name(&self) -> &'static str {
        self.name
    }

    pub(crate) fn report(&'static self, fault: Fault) -> FaultReport {
        FaultReport { site: self, fault, leaked: false }
    }

    /// Drops the captures of a closure. Reports a panic of a destructor, which ends here.
    #[cfg(feature = "alloc")]
    pub(crate) fn drop_captures<T>(&'static self, captures: T) {
        if !unwind::drop_quietly(captures) {
            self.report(Fault::Panicked).emit();
        }
    }
}

impl fmt::Display for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "callback `{}` declared at {}", self.name, self.location)
    }
}

/// A report of one fault, as the fault hook gets it: see [`set_fault_hook`](crate::set_fault_hook).
///
/// Its `Display` names the callback, where it was declared, and what happened.
#[derive(Clone, Copy, Debug)]
pub struct FaultReport {
    site: &'static Site,
    fault: Fault,
    leaked: bool,
}

impl FaultReport {
    /// Returns the fault.
    #[must_use]
    pub fn fault(&self) -> Fault {
        self.fault
    }

    /// Returns the name of the callback, as it was declared. For a handler, that is the name of the method that C
    /// called, such as `Outline::line_to`, or of the trait, if the fault is not one of a call.
    #[must_use]
    pub fn callback(&self) -> &'static str {
        self.site.name
    }

    /// Returns the place of the callback's declaration.
    #[must_use]
    pub fn declared_at(&self) -> &'static Location<'static> {
        self.site.location
    }

    /// Returns whether the closure was leaked, because only another thread could have dropped it.
    ///
    /// The owner thread drops the closure after all in two cases: if C refuses a hand-over that is still
    /// running on that thread, and if C calls, on that thread, what was handed over by
    /// [`once`](crate::Context::once).
    #[must_use]
    pub fn is_leaked(&self) -> bool {
        self.leaked
    }

    pub(crate) fn site(&self) -> &'static Site {
        self.site
    }

    pub(crate) fn and_leaked(mut self) -> Self {
        self.leaked = true;
        self
    }
}

impl fmt::Display for FaultReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { site, fault, leaked } = self;
        write!(f, "{site}: {fault}")?;
        if *leaked {
            f.write_str("; the closure was leaked, since only its owner thread can drop it")?;
        }
        Ok(())
    }
}

//! What can go wrong in a callback.

use core::fmt;
use core::panic::Location;

#[cfg(feature = "alloc")]
use crate::faults::unwind;

/// Why C got the fallback instead of a value of the closure's.
///
/// A panic poisons the context: the closure may have left its own state half changed, so every later call
/// gets the fallback and does not enter it. Each other fault refuses one call and leaves nothing behind: the
/// next call that is in order enters the closure. Only a `FnOnce` has then had its call, unless the fault is
/// [`WrongThread`](Self::WrongThread) or [`Undelivered`](Self::Undelivered); and a
/// [`completion`](crate::Context::completion) has had its call with the first, whatever that was.
///
/// Where a method gives *the* fault of a context, that is [`Panicked`](Self::Panicked) if there was a panic,
/// or else the first fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
#[non_exhaustive]
pub enum Fault {
    /// The closure panicked, or the conversion of an argument or of its result did; or the destructor of
    /// what the closure has captured, outside of `scope`, whose caller would not expect it.
    Panicked = 1,
    /// C called a `FnMut` while it was running: from inside itself, or from a second thread.
    Reentered,
    /// C called, or destroyed, a closure without `Send` on a thread that does not own it.
    WrongThread,
    /// C called a `FnOnce` a second time; or called a closure that is registered no more, or whose destroy
    /// function it ran while a call was still running; or it passed as context what never was one.
    Expired,
    /// C passed what the closure's type cannot hold: a null for a reference, a negative length, a
    /// null context.
    InvalidArgument,
    /// C did not take back a registration that was dropped: `unset` failed or panicked. What C calls
    /// from then on is [`Expired`](Self::Expired).
    StillRegistered,
    /// A call did not reach the thread that owns the closure, or its value did not come back in time: the
    /// queue was full, the time was over, or the dispatcher or the registration was gone. It is the fault of
    /// one call, and not of the context, whose `fault` does not know it.
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

/// The place of a declaration.
#[derive(Debug)]
pub struct Site {
    name: &'static str,
    location: &'static Location<'static>,
}

impl Site {
    /// The site of the callback `name`, declared where this is called.
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

    /// Drops what a closure has captured. A panic of a destructor is reported, and ends here.
    #[cfg(feature = "alloc")]
    pub(crate) fn drop_captures<T>(&'static self, captures: T) {
        if !unwind::drop_quietly(captures) {
            self.report(Fault::Panicked).send();
        }
    }
}

impl fmt::Display for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "callback `{}` declared at {}", self.name, self.location)
    }
}

/// One fault, as the hook sees it.
///
/// Its `Display` names the callback, where it was declared, and what happened.
#[derive(Clone, Copy, Debug)]
pub struct FaultReport {
    site: &'static Site,
    fault: Fault,
    leaked: bool,
}

impl FaultReport {
    /// What happened.
    #[must_use]
    pub fn fault(&self) -> Fault {
        self.fault
    }

    /// The name of the callback, as it was declared.
    #[must_use]
    pub fn callback(&self) -> &'static str {
        self.site.name
    }

    /// Where the callback was declared.
    #[must_use]
    pub fn declared_at(&self) -> &'static Location<'static> {
        self.site.location
    }

    /// Whether the closure was leaked, because it could be dropped on another thread only.
    ///
    /// A hand-over that is still under way on that thread, and is refused, drops it after all; and so does
    /// a call on that thread, of what was handed over by `once`.
    #[must_use]
    pub fn is_leaked(&self) -> bool {
        self.leaked
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

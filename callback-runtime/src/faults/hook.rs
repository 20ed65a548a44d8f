//! The fault hook, which hears of faults in the whole process.

use core::mem;
use core::sync::atomic::{AtomicPtr, Ordering};

#[cfg(feature = "std")]
use crate::faults::fault::Fault;
use crate::faults::fault::FaultReport;
use crate::faults::unwind;

static HOOK: AtomicPtr<()> = AtomicPtr::new(core::ptr::null_mut());

/// Sets what is told of every fault, in the whole process.
///
/// The hook runs at the time of the fault, on the thread that C called on, before C gets the
/// fallback. It may itself call into C or into Rust callbacks. A panic of the hook is caught and
/// has no effect.
///
/// A fault that happens while the fault hook of the same thread is running is recorded where there is a
/// context, and not reported again: a hook that logs through the very library cannot recurse (with
/// `std`; without it, the hook has to see to that itself).
///
/// Of each sort of fault, the hook hears of the first in a context; of what C gets from a poisoned context,
/// it hears nothing. Calls for which there is no context, such as late ones, and those that are
/// [`Fault::Undelivered`] are reported each time; the latter on the thread that gives them up. A library
/// that goes on calling after it was told not to can make that many: a hook that prints should count instead.
///
/// Until a hook is set, with `std`, every fault but [`Fault::Panicked`], which the panic hook has
/// told of already, is printed to the standard error. Without `std` nothing is.
///
/// # Examples
///
/// ```
/// callback_runtime::set_fault_hook(|report| {
///     eprintln!("{}: {}", report.callback(), report.fault());
/// });
/// ```
pub fn set_fault_hook(hook: fn(&FaultReport)) {
    HOOK.store(hook as *mut (), Ordering::Release);
}

fn default_hook(report: &FaultReport) {
    #[cfg(feature = "std")]
    if report.fault() != Fault::Panicked || report.is_leaked() {
        crate::sys::fatal::say(report);
    }
    #[cfg(not(feature = "std"))]
    let _ = report;
}

impl FaultReport {
    /// Tells the hook, unless it is running on this thread. Called where C is the caller, so a panic of
    /// the hook ends here.
    pub(crate) fn send(&self) {
        reporting::unless_running(|| self.tell());
    }

    fn tell(&self) {
        let hook = HOOK.load(Ordering::Acquire);
        let hook = if hook.is_null() {
            default_hook
        } else {
            // SAFETY: `HOOK` holds null or what `set_fault_hook` stored, a `fn(&FaultReport)`; on
            // every target that Rust supports, a function pointer survives the round trip.
            unsafe { mem::transmute::<*mut (), fn(&FaultReport)>(hook) }
        };
        if let Err(payload) = unwind::catch(|| hook(self)) {
            // What the payload's destructor does is still the hook's doing.
            unwind::drop_quietly(payload);
        }
    }
}

/// Whether the hook is running on this thread.
#[cfg(feature = "std")]
mod reporting {
    use core::ptr;

    use crate::faults::unwind;
    use crate::sys::local::{self, local};

    const IDLE: *const () = ptr::null();
    const RUNNING: *const () = ptr::without_provenance(1);

    local! {
        /// One of the two.
        static STATE: *const () = IDLE;
    }

    /// Runs `tell`, which does not panic, unless this thread is in another `tell`.
    pub(super) fn unless_running(tell: impl FnOnce()) {
        if local::get(&STATE, IDLE) == RUNNING {
            return;
        }
        // Where the thread has no place for the flag left, the hook hears of the fault all the same.
        match unwind::catch(|| local::set(&STATE, RUNNING)) {
            Ok(()) => {
                tell();
                // What could be set can be set again, unless the hook has ended the variable.
                if let Err(payload) = unwind::catch(|| local::set(&STATE, IDLE)) {
                    unwind::drop_quietly(payload);
                }
            }
            Err(payload) => {
                unwind::drop_quietly(payload);
                tell();
            }
        }
    }
}

/// Without `std` there is no thread-local to be had.
#[cfg(not(feature = "std"))]
mod reporting {
    pub(super) fn unless_running(tell: impl FnOnce()) {
        tell();
    }
}

//! The fault hook of the process, and how it is called.

use core::mem;
use core::sync::atomic::{AtomicPtr, Ordering};

#[cfg(feature = "std")]
use crate::faults::fault::Fault;
use crate::faults::fault::FaultReport;
use crate::faults::unwind;

static HOOK: AtomicPtr<()> = AtomicPtr::new(core::ptr::null_mut());

/// Sets the function to which the faults of all callbacks in the process are reported.
///
/// The hook runs when the fault happens, on the thread on which C called, before C gets the fallback, which
/// is the value of the key `fallback`. It may call C, and may call Rust callbacks. With `std`, a panic of
/// the hook is caught and has no effect.
///
/// # Which faults are reported
///
/// - In each [context](crate::Context), the first fault of each sort is reported. After a panic, the
///   context is *poisoned*: later calls get the fallback, and are not reported.
/// - A call for which there is no context, such as a late one, is reported each time.
/// - A method with `self` that does not run is reported each time. See
///   [`notified`](crate::Context#method.notified-1).
/// - A call that is [`Fault::Undelivered`] is reported each time, on the thread that gives it up.
///
/// A library that goes on calling after it was told to stop can cause many reports. A hook that prints
/// should count instead.
///
/// # Faults inside the hook
///
/// A fault that happens while the fault hook of the same thread is running is recorded in its context, if
/// it has one, and is not reported. So a hook cannot recurse by logging through the library that made the
/// call. Without `std`, the hook has to prevent that itself.
///
/// # The default hook
///
/// Until a hook is set, the default hook runs. With `std`, it prints each report to the standard error,
/// except for [`Fault::Panicked`], which the panic hook has printed already. Without `std`, it does
/// nothing.
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
        crate::sys::fatal::print_line(report);
    }
    #[cfg(not(feature = "std"))]
    let _ = report;
}

impl FaultReport {
    /// Reports the fault to the hook, unless the hook is running on this thread. A panic of the hook ends here,
    /// because C may be the caller.
    pub(crate) fn emit(&self) {
        reporting::unless_running(|| self.call_hook());
    }

    fn call_hook(&self) {
        let hook = HOOK.load(Ordering::Acquire);
        let hook = if hook.is_null() {
            default_hook
        } else {
            // SAFETY: `HOOK` holds null or a `fn(&FaultReport)` that `set_fault_hook` stored. On every target
            // that Rust supports, a function pointer survives the round trip through a data pointer.
            unsafe { mem::transmute::<*mut (), fn(&FaultReport)>(hook) }
        };
        if let Err(payload) = unwind::catch(|| hook(self)) {
            // A panic of the payload's destructor is still a panic of the hook.
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
        /// `IDLE` or `RUNNING`.
        static STATE: *const () = IDLE;
    }

    /// Runs `call_hook`, which does not panic, unless this thread is in another `call_hook`.
    pub(super) fn unless_running(call_hook: impl FnOnce()) {
        if local::get(&STATE, IDLE) == RUNNING {
            return;
        }
        // If the thread has no memory for the flag, the hook is called all the same.
        match unwind::catch(|| local::set(&STATE, RUNNING)) {
            Ok(()) => {
                call_hook();
                // What could be set can be set again, unless the hook has ended the variable.
                if let Err(payload) = unwind::catch(|| local::set(&STATE, IDLE)) {
                    unwind::drop_quietly(payload);
                }
            }
            Err(payload) => {
                unwind::drop_quietly(payload);
                call_hook();
            }
        }
    }
}

/// Without `std` there are no thread-locals.
#[cfg(not(feature = "std"))]
mod reporting {
    pub(super) fn unless_running(call_hook: impl FnOnce()) {
        call_hook();
    }
}

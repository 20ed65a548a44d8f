//! The fallback that is no constant: an expression over C's arguments, or the end of the process.
//!
//! A call of such a declaration returns an `Option`, and the trampoline evaluates the fallback in place of `None`.
//! By then, the call has let go of its context.

use crate::calls::outward::Outward;
use crate::faults::fault::Site;
use crate::faults::unwind;

/// The result of a call that gets `None` in place of a fallback.
pub struct OrNone<O>(pub O);

impl<T, R, X, O: Outward<T, R, X>> Outward<Option<T>, R, X> for OrNone<O> {
    const CAPTURES: bool = O::CAPTURES;

    #[inline(always)]
    fn return_to_c(self, result: R, keep: impl FnOnce(X)) -> Option<T> {
        Some(self.0.return_to_c(result, keep))
    }
}

/// Evaluates `fallback = <expression>`. Aborts the process if the expression panics.
#[cold]
pub fn fallback<T>(site: &'static Site, expression: impl FnOnce() -> T) -> T {
    match unwind::catch(expression) {
        Ok(value) => value,
        Err(payload) => {
            unwind::drop_quietly(payload);
            end(site, "the fallback panicked")
        }
    }
}

/// The value of `fallback = abort`: aborts the process.
#[cold]
#[inline(never)]
pub fn abort(site: &'static Site) -> ! {
    end(site, "C gets no value, since the fallback is `abort`")
}

#[cfg(feature = "std")]
fn end(site: &'static Site, reason: &str) -> ! {
    crate::sys::fatal::abort(&std::format!("{site}: {reason}"))
}

/// Without `std`, a panic in a function that cannot unwind is what aborts.
#[cfg(not(feature = "std"))]
#[allow(improper_ctypes_definitions, reason = "`extern` for its `nounwind`; C never sees it")]
extern "C" fn end(site: &'static Site, reason: &str) -> ! {
    panic!("{site}: {reason}")
}

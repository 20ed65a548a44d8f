//! A call of a `fn` item: a function that has no context, and so no gate.

use core::mem::ManuallyDrop;

use crate::calls::arguments::Arguments;
use crate::calls::call::Unused;
use crate::calls::outward::Outward;
use crate::contexts::header;
use crate::faults::fault::{Fault, Site};
use crate::faults::unwind::{self, Payload};

/// The body of a `fn` item as C calls it: converts what C passed, calls the function of Rust, and returns to C
/// what `outward` makes of the result. What escapes is dropped.
///
/// Each fault is reported, since there is nothing to record it in.
///
/// # Safety
///
/// - `arguments` is what C passed, for the parameters of the function in their order, and C keeps the promises of
///   the conversions.
#[inline(always)]
pub unsafe fn run_function<T, R, P, O>(
    site: &'static Site,
    fallback: T,
    arguments: P,
    outward: O,
    function: impl FnOnce(P::Converted) -> R,
) -> T
where
    P: Arguments,
    O: Outward<T, R>,
{
    let fallback = ManuallyDrop::new(fallback);
    let (arguments, outward) = (Unused::new(arguments), Unused::new(outward));
    let body = || {
        let result = function(arguments.take().convert()?);
        Some(outward.take().return_to_c(result, drop))
    };
    let payload = match unwind::catch(body) {
        Ok(Some(result)) => return result,
        Ok(None) => None,
        Err(payload) => Some(payload),
    };
    fail(site, payload, ManuallyDrop::into_inner(fallback))
}

/// Returns what C gets from a call that ended in a fault: a panic if there is a payload, else an argument that
/// cannot be converted.
#[cold]
#[inline(never)]
#[allow(improper_ctypes_definitions, reason = "`extern` for its `nounwind`; C never sees it")]
extern "C" fn fail<T>(site: &'static Site, payload: Option<Payload>, fallback: T) -> T {
    let fault = if payload.is_some() { Fault::Panicked } else { Fault::InvalidArgument };
    unwind::drop_quietly(payload);
    header::no_context(site, fault, fallback)
}

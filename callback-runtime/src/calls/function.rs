//! A call of a `fn` item: a function that has no context, and so no gate.

use core::mem::ManuallyDrop;

use crate::calls::arguments::Arguments;
use crate::calls::call::Unused;
use crate::calls::outward::Outward;
use crate::contexts::cold;
use crate::faults::fault::{Fault, Site};
use crate::faults::unwind::{self, Payload};

/// The promises of whoever called a function of C. The function that C calls passes them on to a safe one, which
/// nothing else can call.
///
/// The types of the prototype are in the scope of that function, and could hand it to safe code:
///
/// ```compile_fail,E0308
/// #![forbid(unsafe_code)]
/// # #![allow(non_local_definitions, non_upper_case_globals)]
/// # use callback_runtime::callback;
/// # type Function = fn(*const i32, *const [u8; 1]) -> i32;
/// # trait Leak { const FUNCTION: Function; }
/// # struct Of<const SIZE: usize>;
/// // The prototype is written twice. Outside of the function of C, it finds this constant.
/// const __guarded: Function = |_, _| 0;
///
/// macro_rules! array {
///     () => {
///         [u8; {
///             impl Leak for Of<{ size_of_val(&__guarded) }> {
///                 const FUNCTION: Function = __guarded;
///             }
///             1
///         }]
///     };
/// }
///
/// #[callback(extern "C" fn(*const i32, _: *const array!()) -> i32, fallback = 0)]
/// fn read(number: &i32) -> i32 {
///     *number
/// }
///
/// # fn main() {
/// <Of<0> as Leak>::FUNCTION(std::ptr::dangling(), std::ptr::null());
/// # }
/// ```
pub struct Promised(());

impl Promised {
    /// Makes the promises.
    ///
    /// # Safety
    ///
    /// - C keeps the promises of the conversions for what it passes to the function.
    #[inline(always)]
    #[must_use]
    pub const unsafe fn new() -> Self {
        Self(())
    }
}

/// The body of a `fn` item as C calls it: converts what C passed, calls the function of Rust, and returns to C
/// what `outward` makes of the result. What escapes is dropped.
///
/// Each fault is reported, since there is nothing to record it in.
///
/// # Safety
///
/// - `arguments` is what C passed in the call of the `Promised`, for the parameters of the function in their order.
#[inline(always)]
pub unsafe fn run_function<T, R, X, P, O>(
    _: Promised,
    site: &'static Site,
    fallback: T,
    arguments: P,
    outward: O,
    function: impl FnOnce(P::Converted) -> R,
) -> T
where
    P: Arguments,
    O: Outward<T, R, X>,
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
    cold::no_context(site, fault, fallback)
}

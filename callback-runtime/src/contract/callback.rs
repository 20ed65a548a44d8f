//! What a declaration says, as a type.

use crate::contract::abi::Abi;
use crate::contract::kind::Kind;
use crate::contract::outcome::Outcome;
use crate::contract::user_data::UserData;
use crate::faults::fault::Site;

/// A declaration made with `#[callback]`: an uninhabited type that stands for the contract.
///
/// # Safety
///
/// The attribute alone implements this trait; its hidden items are no part of the contract and may
/// change in any release. They must agree:
///
/// - [`Function`](Callback::Function) is the type of an `unsafe extern` function of the
///   calling convention `Abi` that returns `Return`.
/// - Where `Kind` is not bound to a thread, what `Outcome` lets escape is `Send`.
pub unsafe trait Callback {
    /// The function pointer that C takes. See [`RawFn`].
    type Function: Copy;
    /// The user data that C takes. See [`RawContext`].
    type Context: UserData;
    #[doc(hidden)]
    type Return;
    #[doc(hidden)]
    type Outcome: Outcome;
    #[doc(hidden)]
    type Kind: Kind;
    #[doc(hidden)]
    type Abi: Abi;
    #[doc(hidden)]
    const PLACE: Site;
    /// Not what generated code writes: a reference is one more thing to check, in every declaration.
    #[doc(hidden)]
    const SITE: &'static Site = &Self::PLACE;
    #[doc(hidden)]
    const FALLBACK: Self::Return;
}

/// The function pointer of a callback as C takes it, for `extern` blocks.
///
/// It is an `unsafe extern "…" fn`: to call it is the C library's part of the contract. Where a crate
/// declares the C function with a safe function pointer, as `libc` does `atexit`, declare it anew.
///
/// # Examples
///
/// ```
/// use callback_runtime::{RawContext, RawFn, callback};
///
/// // int each(int count, int (*visit)(int item, void *user), void *user);
/// #[callback(extern "C", fallback = 1)]
/// pub type Visit = dyn FnMut(i32) -> i32;
///
/// unsafe extern "C" {
///     fn each(count: i32, visit: RawFn<Visit>, user: RawContext<Visit>) -> i32;
/// }
/// ```
#[doc(alias = "AddressOf")]
#[doc(alias = "function pointer")]
#[doc(alias = "Marshal.GetFunctionPointerForDelegate")]
pub type RawFn<C> = <C as Callback>::Function;

/// The user data of a callback as C takes it: the type of the parameter named `context`.
#[doc(alias = "user_data")]
#[doc(alias = "LPARAM")]
#[doc(alias = "lpParameter")]
#[doc(alias = "gpointer")]
pub type RawContext<C> = <C as Callback>::Context;

/// The destroy function of a callback, of the callback's own calling convention: what GLib calls a
/// `GDestroyNotify` and SQLite an `xDestroy`.
#[doc(alias = "destroy notify")]
#[doc(alias = "GDestroyNotify")]
#[doc(alias = "xDestroy")]
pub type RawDestroy<C> = <<C as Callback>::Abi as Abi>::Destroy<RawContext<C>>;

/// What [`scope`](crate::Context::scope) returns where the foreign call returned `R`: `R` itself,
/// `ControlFlow<B, R>` or `Result<R, E>`, in the terms of the closure's own result.
pub type Scoped<C, R> = <<C as Callback>::Outcome as Outcome>::Scoped<R>;

/// What a closure of `C` lets escape past C.
pub(crate) type Escape<C> = <<C as Callback>::Outcome as Outcome>::Escape;

//! A declaration, as a type.

use core::convert::Infallible;
use core::marker::PhantomData;

use crate::contract::destroy::DestroyFunction;
use crate::contract::kind::Kind;
use crate::contract::outcome::Outcome;
use crate::contract::user_data::UserData;
use crate::faults::fault::Site;

/// A declaration made with `#[callback]`: a type that names a callback's contract.
///
/// For a closure, that is the declared type, which has no values. For a trait, it is `dyn Trait`.
///
/// Most code names it in [`RawFn`], [`RawContext`] and [`RawDestroy`] only.
///
/// # Safety
///
/// The attribute alone implements this trait. Its sealed and hidden items are no part of the contract, and may
/// change in any release. They must agree:
///
/// - [`Function`](Callback::Function) is the type of an `unsafe extern` function that returns `Return`. If the
///   fallback is no constant, `Return` is an `Option`, and the function may return what is in it. For a trait, it is a
///   struct of such functions, and `Return` is `()`.
/// - If `Kind` is not bound to a thread, what `Outcome` lets escape is `Send`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a callback that `#[callback]` declares",
    label = "not a declared callback",
    note = "write the name of the declaration, as in `RawFn<Visit>` for `#[callback(..)] type Visit = dyn FnMut(..);`, or `RawFn<dyn Trait>` for a trait"
)]
pub unsafe trait Callback {
    /// The type of the function pointer that C takes, or the struct of those of a trait. See [`RawFn`].
    type Function: Copy;
    /// The type of the user data that C takes. See [`RawContext`].
    type Context: UserData;
    #[doc(hidden)]
    type Return;
    /// Sealed: what of the closure's result escapes past C. See [`Scoped`].
    type Outcome: Outcome;
    /// Sealed: the kind of the callback, from the closure's type, or from the receivers and supertraits of a trait.
    type Kind: Kind;
    /// Sealed: what an object of C begins with, before the context. `()` unless the declaration says `base`.
    type Base;
    /// Sealed: the form of the destroy function. See [`RawDestroy`].
    type Destroy: DestroyFunction + ?Sized;
    #[doc(hidden)]
    const SITE_VALUE: Site;
    /// Derived here instead of in generated code, where it would have to be checked for every declaration.
    #[doc(hidden)]
    const SITE: &'static Site = &Self::SITE_VALUE;
    #[doc(hidden)]
    const FALLBACK: Self::Return;
    /// Whether C's call waits for the closure on another thread.
    #[doc(hidden)]
    const EXPECTS_ANSWER: bool = size_of::<Self::Return>() > 0;
}

/// The type of a callback's function pointer as C takes it, for `extern` blocks.
///
/// If the alias has generics, fill in any: `RawFn<Compare<()>>` is the type for all of them, unless the
/// prototype names a generic.
///
/// It is an `unsafe extern "…" fn`, because whoever calls it has to keep C's part of the contract. If a
/// crate declares the C function with a safe function pointer, as `libc` does for `atexit` and
/// `pthread_create`, convert with [`safe_fn`](crate::safe_fn).
///
/// For a trait, `RawFn<dyn Outline<E>>` is `OutlineFunctions`, the struct with a function pointer for each method. C
/// does not take this struct: take the fields out of it, for the arguments or the table that C takes.
///
/// If an `extern` block takes a `Visit` where it should take a `RawFn<Visit>`, the compiler warns of a type
/// `WriteRawFn<Visit>`.
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

/// The field of a declared type, which has no values.
///
/// An `extern` block that takes the declaration `C` itself, where C takes its function pointer, gets a warning of
/// the compiler. The warning names this type, because of its attributes.
#[repr(C)]
#[non_exhaustive]
pub struct WriteRawFn<C> {
    never: Infallible,
    declaration: PhantomData<fn() -> C>,
}

/// The type of a callback's user data as C takes it: that of the parameter named `context`, or
/// `*mut c_void` if an expression finds it.
///
/// For a trait, `RawContext<dyn Outline<E>>` is the type of the one user data of all functions. With `base = T`, it is
/// `*mut T`.
#[doc(alias = "user_data")]
#[doc(alias = "LPARAM")]
#[doc(alias = "lpParameter")]
#[doc(alias = "gpointer")]
pub type RawContext<C> = <C as Callback>::Context;

/// The type of a callback's destroy function, which C calls with the user data when it does not need the
/// callback anymore.
///
/// Without the key `destroy`, it is `unsafe extern "ABI" fn(RawContext<C>)`, with the calling convention of the
/// callback, or of the trait. GLib calls it a `GDestroyNotify`, and SQLite an `xDestroy`. With the key, it has the
/// type that the key gives.
#[doc(alias = "destroy notify")]
#[doc(alias = "GDestroyNotify")]
#[doc(alias = "xDestroy")]
pub type RawDestroy<C> = <<C as Callback>::Destroy as DestroyFunction>::Pointer<RawContext<C>>;

/// The type that [`scope`](crate::Context::scope) returns if the foreign call returned `R`.
///
/// It follows the result of the closure: `ControlFlow<B, R>` for a `ControlFlow<B>`, `Result<R, E>` for a
/// `Result<T, E>`, and `R` itself for any other. For a trait, it follows the methods that let something escape, which
/// all have the same `B` or the same `E`.
pub type Scoped<C, R> = <<C as Callback>::Outcome as Outcome>::Scoped<R>;

/// A declaration with one function: that of a closure. A trait with `#[callback]` has one for each method.
#[diagnostic::on_unimplemented(
    message = "a handler of the trait `{Self}` cannot be handed over for one call of one function",
    note = "`once` and `dispatch` are for closures; hand the handler over with `scope`, `notified`, `register` or `owned`"
)]
pub trait OneFunction: Sized {}

// Not for all `C`: the compiler would propose a reference to the trait object, which is none of them.
#[diagnostic::do_not_recommend]
impl<C: Callback> OneFunction for C {}

/// A declaration whose user data may be a handle. An object that begins with a struct of C is reached by its address.
#[diagnostic::on_unimplemented(
    message = "an object that begins with a struct of C cannot be registered by a handle, since C reads the struct",
    note = "hand it over with `notified`, `scope`, `bind` or `forever`, or remove `base` from the declaration"
)]
pub trait NoBase {}

#[diagnostic::do_not_recommend]
impl NoBase for () {}

/// What a closure of `C` lets escape past C.
pub(crate) type Escape<C> = <<C as Callback>::Outcome as Outcome>::Escape;

#![doc = include_str!("../README.md")]
#![no_std]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "alloc")]
extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

#[doc(hidden)]
pub mod __private;
mod calls;
#[cfg(feature = "std")]
mod completion;
mod contexts;
mod contract;
#[cfg(feature = "std")]
mod dispatch;
#[cfg(feature = "std")]
mod entries;
mod faults;
// Compiled by rustdoc alone, for the documentation and its tests. Links and examples need both features.
#[cfg(all(any(doc, doctest), feature = "macros", feature = "std"))]
pub mod guide;
mod lifetimes;
#[cfg(feature = "std")]
mod registered;
#[cfg(feature = "std")]
mod slots;
mod sys;

/// Declares a callback: the item is the closure as Rust sees it, the argument the prototype as C does.
///
/// The alias becomes an uninhabited type of the same name that implements [`Callback`], with a
/// function `new` that makes a [`Context`] of a closure, or a [`SlotContext`] where C has no user
/// data.
///
/// # The prototype
///
/// `extern "ABI" fn(A, context: *mut c_void, B) -> R`, copied from the C header or from bindgen's
/// typedef; `unsafe` before it may stay. The parameter named `context` is C's user data, at any
/// position, of any type that is [`UserData`]. The other parameters are those of the closure, in
/// order; where a type differs, [`FromC`] and [`IntoC`] convert. A `&[T]` takes two, a pointer and a
/// length.
///
/// The short form is `extern "ABI"` alone, or nothing for `extern "system"`: the context comes last
/// as `*mut c_void`, and each type is as C spells it, `&T` as `*const T`, `&CStr` as
/// `*const c_char`, `&[T]` as `*const T, usize`, `bool` as C's, `Ordering` as `c_int`.
///
/// # The keys
///
/// | key | value |
/// |---|---|
/// | `fallback` | a constant: what C gets when the closure gives no value. Required unless C expects `void` |
/// | `continue`, `break` | constants: what C gets for a closure that returns `ControlFlow<B>` |
/// | `err`, `ok` | constants: what C gets for a closure that returns `Result<T, E>`. Without `ok`, `T` is converted |
/// | `context` | an expression over the prototype's parameters that finds the user data; or `none` if C has none |
/// | `slots` | with `context = none`, how many closures there can be at once: a number from 1 to 4096, else 16 |
/// | `matches` | a typedef that must be the type of the function pointer, or an `Option` of it |
/// | `crate` | the path of this crate, where it goes by another name |
///
/// Where C expects `void`, `continue`, `break`, `ok` and `err` are left out.
///
/// # The item
///
/// `type Name<..> = dyn FnMut(..) -> ..;`, or `Fn`, or `FnOnce`; the README's table of kinds says
/// which, with which bounds. Generics, bounds, visibility, documentation, `cfg`, `deprecated` and
/// lint attributes carry over. A lifetime that is elided, or bound by `for<'a>`, is that of the call;
/// one that is named by the alias is a promise of C's.
///
/// A parameter that is converted cannot depend on a type parameter of the alias, except behind a
/// reference. The reference in `FnMut(&T)` ends with the call. If C passes `*const i32`, `FnMut(T)` is
/// refused: `T` could be `&'static i32`, which a closure may keep, and what C passed is gone after the
/// call.
///
/// # Errors
///
/// Every fault of a declaration is reported, each at the token that shows it. A type that cannot be
/// converted, or that C cannot pass, is the compiler's to report, at the type.
///
/// # Examples
///
/// The short form, for a library that documents `int (*filter)(uint32_t, void *)`:
///
/// ```
/// use callback_runtime::callback;
///
/// #[callback(extern "C", fallback = 0)]
/// pub type Filter = dyn FnMut(u32) -> i32;
/// ```
///
/// The context first, a string, and an error that travels past C:
///
/// ```
/// use callback_runtime::callback;
/// use core::ffi::{CStr, c_char, c_int, c_void};
///
/// // int (*on_entry)(void *user, const char *name); non-zero stops
/// #[callback(
///     extern "C" fn(context: *mut c_void, name: *const c_char) -> c_int,
///     ok = 0, err = 1, fallback = 1,
/// )]
/// pub type OnEntry<E> = dyn FnMut(&CStr) -> Result<(), E>;
/// ```
///
/// No user data, and four closures at once:
///
/// ```
/// use callback_runtime::callback;
/// use core::ffi::c_int;
///
/// // sighandler_t: void (*)(int)
/// #[callback(extern "C" fn(c_int), context = none, slots = 4)]
/// pub type OnSignal = dyn Fn(c_int) + Send + Sync;
/// ```
///
/// User data that the library keeps elsewhere, and a typedef to agree with:
///
/// ```
/// use callback_runtime::callback;
/// use core::ffi::{c_int, c_void};
///
/// # #[repr(C)] pub struct Handle(c_int);
/// # unsafe fn handle_user_data(_: *mut Handle) -> *mut c_void { core::ptr::null_mut() }
/// pub type HandleFn = Option<unsafe extern "C" fn(*mut Handle, c_int)>;
///
/// #[callback(
///     extern "C" fn(handle: *mut Handle, c_int),
///     // SAFETY: the library passes a handle that is open.
///     context = unsafe { handle_user_data(handle) },
///     matches = HandleFn,
/// )]
/// pub type OnHandle = dyn Fn(&Handle, c_int) + Send + Sync;
/// ```
#[cfg(feature = "macros")]
pub use callback_macros::callback;
pub use calls::accepts::Accepts;
#[cfg(feature = "std")]
pub use completion::future::{Completion, Incomplete};
pub use contexts::context::Context;
pub use contract::callback::{Callback, RawContext, RawDestroy, RawFn, Scoped};
pub use contract::convert::{FromC, IntoC};
pub use contract::user_data::UserData;
#[cfg(feature = "std")]
pub use dispatch::dispatched::Dispatched;
#[cfg(feature = "std")]
pub use dispatch::dispatcher::Dispatcher;
#[cfg(feature = "std")]
pub use dispatch::queue::WhenFull;
pub use faults::fault::{Fault, FaultReport};
pub use faults::hook::set_fault_hook;
pub use lifetimes::bound::Bound;
#[cfg(feature = "std")]
pub use registered::register::Refused;
#[cfg(feature = "std")]
pub use registered::registration::Registration;
#[cfg(feature = "std")]
pub use slots::declaration::Slots;
#[cfg(feature = "std")]
pub use slots::slot::{Slot, SlotContext, SlotsExhausted};

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

/// Declares a callback: the type alias is the closure as Rust sees it, the argument is the prototype as C
/// sees it.
///
/// The alias becomes a type without values, which has the same name and implements [`Callback`]. Its
/// function `new` makes a [`Context`] of a closure, or a [`SlotContext`] if the C API has no user data. The
/// attribute also writes the *trampoline*, the `extern` function that C calls and that runs the closure.
///
/// # The prototype
///
/// Write `extern "ABI" fn(A, context: *mut c_void, B) -> R`, copied from the C header or from bindgen's
/// typedef. An `unsafe` before it may stay.
///
/// - The parameter named `context` is C's user data. It may be at any position, and of any type that is
///   [`UserData`].
/// - The other parameters are those of the closure, in order. If a type differs from that of the closure,
///   [`FromC`] and [`IntoC`] convert. A `&[T]` takes two parameters, a pointer and a length.
///
/// All calling conventions of stable Rust are accepted. A panic ends in the trampoline, also with an
/// `-unwind` convention.
///
/// The *short form* leaves the prototype out: write `extern "ABI"` alone, or nothing for `extern "system"`.
/// The context is then the last parameter, a `*mut c_void`, and each type is as C spells it: `&T` is
/// `*const T`, `&CStr` is `*const c_char`, `&[T]` is `*const T, usize`, `bool` is C's `bool`, and
/// `Ordering` is `c_int`.
///
/// # The keys
///
/// | key | value |
/// |---|---|
/// | `fallback` | a constant that C gets when the closure gives no value. Required unless C expects `void` |
/// | `continue`, `break` | constants that C gets for a closure that returns `ControlFlow<B>` |
/// | `ok`, `err` | constants that C gets for a closure that returns `Result<T, E>`. Without `ok`, C gets the `T`, converted |
/// | `context` | an expression over the prototype's named parameters that finds the user data; or `none` if the C API has none |
/// | `slots` | with `context = none`, the maximum number of live closures of this declaration, whatever its generics, 1 to 4096; the default is 16 |
/// | `matches` | a typedef that has to be the type of the function pointer, or an `Option` of it |
/// | `crate` | the path of this crate, if it goes by another name |
///
/// If C expects `void`, omit `continue`, `break`, `ok` and `err`. There is no default for `fallback`, since
/// 0 means "stop" to one API and "go on" to the next.
///
/// # The item
///
/// Write `type Name<..> = dyn FnMut(..) -> ..;`, or `Fn`, or `FnOnce`. The trait and its bounds `Send` and
/// `Sync` are the *kind* of the callback: they say who may call, and how often. The chapter [`kinds`](crate::guide::kinds) of the
/// guide has the table of kinds.
///
/// Generics, bounds, visibility, documentation, `cfg`, `deprecated` and lint attributes carry over.
///
/// A lifetime that is elided, or bound by `for<'a>`, is that of the call. A lifetime that the alias names,
/// its parameter or `'static`, is a promise that C makes: see [`Context`](Context#what-c-promises).
///
/// If a parameter is converted, its type cannot depend on a type parameter of the alias, except as the
/// target of a reference. `FnMut(&T)` is accepted: the reference ends with the call. If C passes
/// `*const i32`, `FnMut(T)` is refused: `T` could be `&'static i32`, which a closure may keep, and what C
/// passed is gone after the call.
///
/// # Errors
///
/// All mistakes in a declaration are reported at once, each at the token that shows it. If a type cannot be
/// converted, or C cannot pass it, the compiler reports that at the type.
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
/// A prototype with the context first, a string, and an error that travels past C:
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
/// An API without user data, and at most four closures at once:
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
/// An API that keeps the user data in an object, and a typedef that the prototype has to match. A
/// `// SAFETY:` comment goes above the key:
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
pub use slots::exhausted::SlotsExhausted;
#[cfg(feature = "std")]
pub use slots::slot::{Slot, SlotContext};

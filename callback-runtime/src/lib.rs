//! Rust closures as C callbacks.
//!
//! A C library that calls back takes a function pointer and a `void *`, the *user data*, which it
//! passes to every call. The attribute [`callback`](macro@callback) declares such a callback: the item
//! is the closure as Rust sees it, and the argument is the prototype as C sees it. The macro writes the
//! *trampoline*, the `extern` function that C calls, and the compiler checks both sides against each
//! other.
//!
//! ```
//! use callback_runtime::{RawContext, RawFn, callback};
//! use std::ffi::{c_int, c_void};
//! use std::ops::ControlFlow::{self, Break, Continue};
//!
//! // int (*visit)(int item, void *user), which returns 0 to stop
//! #[callback(
//!     extern "C" fn(item: c_int, context: *mut c_void) -> c_int,
//!     continue = 1, break = 0, fallback = 0,
//! )]
//! pub type Visit<B> = dyn FnMut(c_int) -> ControlFlow<B>;
//!
//! # /*
//! unsafe extern "C" {
//!     fn for_each(
//!         count: c_int,
//!         visit: RawFn<Visit<i32>>,
//!         user: RawContext<Visit<i32>>,
//!     ) -> c_int;
//! }
//! # */
//! # unsafe fn for_each(count: c_int, visit: RawFn<Visit<i32>>, user: RawContext<Visit<i32>>) -> c_int {
//! #     (0..count).take_while(|&item| unsafe { visit(item, user) } != 0).count() as c_int
//! # }
//!
//! let mut sum = 0;
//! let found = Visit::new(|item| {
//!     sum += item; // the closure borrows from this stack frame
//!     if sum > 20 { Break(item) } else { Continue(()) }
//! })
//! // SAFETY: `for_each` calls on this thread, and no longer once it has returned.
//! .scope(|visit, user| unsafe { for_each(100, visit, user) });
//!
//! assert_eq!(found, Break(6)); // the value has traveled past C
//! assert_eq!(sum, 21);
//! ```
//!
//! `Visit` is now a type that stands for the contract with C. It has no values. `Visit::new` makes a
//! [`Context`], which holds the closure and the state that guards it. A method of the context *hands*
//! function pointer and user data *over* to C. For most callbacks, the call of C is the only `unsafe` left.
//!
//! The prototype does not name `B`, so the function pointer has one type for every `B`, and the `extern`
//! block may name any: `RawFn<Visit<()>>` is the same type.
//!
//! The [guide] starts with a [first callback](guide::first_callback) and explains the words. Its
//! [index](guide::index) has the declarations of many C functions.
//!
//! # Which method
//!
//! | C calls the closure | method | method if C has no user data |
//! |---|---|---|
//! | only during this call; the closure may borrow | [`scope`](Context::scope), or [`bind`](Context::bind) in a struct of yours | [`scope`](SlotContext::scope) |
//! | once, later | [`once`](Context::once), or [`completion`](Context::completion) for a future | [`slot`](SlotContext::slot) |
//! | until it runs a destroy function | [`notified`](Context::notified) | |
//! | until you unregister it | [`register`](Context::register) | [`slot`](SlotContext::slot) |
//! | for as long as the program runs | [`forever`](Context::forever) | [`slot`](SlotContext::slot), and [`leak`](Slot::leak) it |
//! | on its threads, and the closure has to stay on yours | [`dispatch`](Context::dispatch), then `register` | |
//!
//! Without user data, write `context = none`. The guide has a chapter on [choosing](guide::lifetimes), with where
//! each context lives and who frees it, and others on [threads](guide::threads),
//! [completions](guide::completions) and [slots](guide::slots).
//!
//! # What is checked
//!
//! The kind of the closure and its bounds say what C promises: `dyn FnMut(..)` is called on one thread
//! and never from inside itself, and `dyn Fn(..) + Send + Sync` concurrently on any threads. The guide has
//! [all six](guide::kinds#the-table-of-kinds). Where C breaks the promise, that is a *fault*: the call
//! is refused, C gets the `fallback` of the declaration, and the fault is reported to the hook of
//! [`set_fault_hook`]. A panic of the closure is a fault, too. It *poisons* the callback, which then
//! refuses every later call, and it goes on where `scope` was called. [`Fault`] has them all, and [the
//! guide](guide::faults) says what to do about each.
//!
//! A call without a fault takes no lock, and leaves `errno` and `GetLastError` as the closure left them. It
//! makes no system call, except that the first call on a thread may ask for the thread's number. It allocates
//! only if more than 128 calls are nested, or come on threads that C created. [`dispatch`](Context::dispatch)
//! and [`completion`](Context::completion) are the exceptions.
//!
//! # Features
//!
//! - `std` (default) catches panics and tells threads apart. It brings `register`, slots, `dispatch` and
//!   `completion`, and implies `alloc`.
//! - `alloc` brings `once`, `notified` and `forever`, whose contexts live on the heap. Without it,
//!   `scope` and `bind` remain.
//! - `macros` (default) re-exports the attribute.
//!
//! Without `std`, a panic ends the process at the boundary, whatever the calling convention. The thread
//! of a call is then not checked: what the declaration says about threads is a promise of the C
//! library's alone. With `panic = "abort"`, a panic ends the process where it is raised.
//!
//! # Targets
//!
//! The tests run on Linux for x86-64, 32-bit x86 and 64-bit Arm, and on Windows for x86-64 and 32-bit
//! x86: `tests/README.md` in the repository says how. Other targets should work, and have not been tried.
//!
//! What differs between targets is the compiler's to handle, if the prototype has C's own types.
//!
//! | difference | what is handled | what is up to you |
//! |---|---|---|
//! | who takes the arguments off the stack | by the calling convention; `system` is `stdcall` on 32-bit Windows, and otherwise `C` | the convention in the header: `CALLBACK` and `WINAPI` are `system`. A wrong one often seems to work |
//! | 8-byte types are aligned to 4 bytes on 32-bit x86 Linux | yes, in `#[repr(C)]` too | |
//! | `short`, `char` and `bool` in the wider place of an argument | as the platform has it: the rest of the place is ignored, or the caller has set it | `bool` under that name: with an alias of it, any byte but 0 and 1 is undefined |
//! | such arguments share a place on the stack on Apple's arm64 | yes | the type in the header: with a wider one, you read a neighbor |
//! | `errno` and `GetLastError` | a call leaves them as it finds them, or as your closure sets them for C | after a fault, or a destroy function, they can be anything |
//!
//! Rust and C compilers do not agree on everything. With `efiapi` on Linux, pass a pointer instead of a
//! structure by value. With `fastcall` and `thiscall`, do the same for a result that is a structure and
//! does not fit into registers.
#![no_std]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "alloc")]
extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

/// The examples of the README, as tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

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
/// Write `extern "ABI" fn(A, context: *mut c_void, B) -> R`. Translate the C header, or copy what is inside the
/// `Option<..>` of bindgen's typedef. Rename the user-data parameter to `context`. An `unsafe` before the
/// prototype may stay.
///
/// - The parameter named `context` is C's user data. It may be at any position, and of any type that is
///   [`UserData`]. With `context = <expression>` it is a parameter that the closure does not take.
/// - A parameter that is named `_`, or whose name begins so, is passed by C, and the closure does not take it.
/// - The other parameters are those of the closure, in order. If a type differs from that of the closure,
///   [`FromC`] and [`IntoC`] convert.
/// - A `&[T]` takes two parameters: a pointer and the integer next to it, before or after. If several integers
///   follow each other there, write the pointer and its length in parentheses: `(*const T, usize)`.
/// - Parameters in parentheses become one of the closure's. `(A, B, C)` are three parameters of C, for a type
///   that is `FromC<(A, B, C)>`.
///
/// If the prototype names no generics of the alias, the function pointer has one type for all of them, and an
/// `extern` block names any: `RawFn<Visit<()>>`.
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
/// | `context` | an expression over the prototype's named parameters that finds the user data; a parameter in parentheses is a tuple there; or `none` if the C API has none |
/// | `slots` | with `context = none`, the maximum number of live closures of this declaration, whatever its generics, 1 to 4096; the default is 16 |
/// | `matches` | a typedef that has to be the type of the function pointer, or an `Option` of it; with `extern "C"` and `extern "system"`, also without `unsafe` |
/// | `crate` | the path of this crate, if it goes by another name |
///
/// If C expects `void`, omit `fallback`, `continue`, `break`, `ok` and `err`. There is no default for
/// `fallback`, since 0 means "stop" to one API and "go on" to the next. If `context =` needs `unsafe`, its
/// `// SAFETY:` comment goes above the key, inside the attribute.
///
/// # The item
///
/// Write `type Name<..> = dyn FnMut(..) -> ..;`, or `Fn`, or `FnOnce`. The trait and its bounds `Send` and
/// `Sync` are the *kind* of the callback: they say who may call, and how often. The chapter
/// [`kinds`](crate::guide::kinds) of the guide has the table of kinds.
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
/// Several mistakes are reported at once, each at the token that shows it. If a type cannot be
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
pub use contract::safe::{SafeFn, safe_fn};
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
pub use slots::slot::Slot;
#[cfg(feature = "std")]
pub use slots::slot_context::SlotContext;

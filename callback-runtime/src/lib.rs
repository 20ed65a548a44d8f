//! Rust closures, and objects, as C callbacks.
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
//! `Visit` is now a type that represents the contract with C. It has no values. `Visit::new` makes a
//! [`Context`], which holds the closure and the state that guards it. A method of the context *hands*
//! function pointer and user data *over* to C. For most callbacks, the call of the C function is the only `unsafe`.
//!
//! The prototype does not name `B`, so the function pointer has one type for every `B`, and the `extern`
//! block may name any: `RawFn<Visit<()>>` is the same type.
//!
//! The attribute [`import`](macro@import) declares the C function as well. What C promises is then said once, in the block, and a
//! call takes a closure:
//!
//! ```
//! # use callback_runtime::{callback, import};
//! # use std::ffi::{c_int, c_void};
//! # use std::ops::ControlFlow::{self, Break, Continue};
//! # #[callback(
//! #     extern "C" fn(item: c_int, context: *mut c_void) -> c_int,
//! #     continue = 1, break = 0, fallback = 0,
//! # )]
//! # pub type Visit<B> = dyn FnMut(c_int) -> ControlFlow<B>;
//! # mod library {
//! #     use super::{c_int, c_void};
//! #     pub(super) unsafe fn for_each(
//! #         count: c_int, visit: unsafe extern "C" fn(c_int, *mut c_void) -> c_int, user: *mut c_void,
//! #     ) -> c_int {
//! #         (0..count).take_while(|&item| unsafe { visit(item, user) } != 0).count() as c_int
//! #     }
//! # }
//! # /*
//! #[import]
//! # */
//! # #[import(from = library)]
//! // SAFETY: `for_each` calls on this thread, and no longer once it has returned.
//! unsafe extern "C" {
//!     safe fn for_each<B>(count: c_int, #[scope] visit: Visit<B>, context: *mut c_void) -> c_int;
//! }
//!
//! # fn main() {
//! let found = for_each(100, |item| if item * item > 50 { Break(item) } else { Continue(()) });
//! assert_eq!(found, Break(8));
//! # }
//! ```
//!
//! The [guide] starts with a [first callback](guide::first_callback) and explains the words. Its
//! [index](guide::index) has the declarations of many C functions.
//!
//! If several functions of C share one user data, declare a trait instead of a type. Its methods are the functions,
//! and a value that implements it is the one context behind them all. The chapter
//! [`shared_user_data`](guide::shared_user_data) of the guide introduces such traits.
//!
//! ```
//! # use callback_runtime::callback;
//! # use std::ffi::{c_int, c_void};
//! #[callback(extern "C", ok = 0, err = 1, fallback = 1)]
//! pub trait Events<E> {
//!     #[callback(fn(context: *mut c_void, depth: c_int) -> c_int)]
//!     fn start(&mut self, depth: c_int) -> Result<(), E>;
//!
//!     #[callback(fn(context: *mut c_void) -> c_int)]
//!     fn end(&mut self) -> Result<(), E>;
//! }
//! # struct Depth(c_int);
//! # impl Events<&'static str> for Depth {
//! #     fn start(&mut self, depth: c_int) -> Result<(), &'static str> { self.0 = depth; Ok(()) }
//! #     fn end(&mut self) -> Result<(), &'static str> { if self.0 == 1 { Err("one") } else { Ok(()) } }
//! # }
//! # let parse = |functions: EventsFunctions, user| unsafe { (functions.start)(user, 1); (functions.end)(user) };
//! # let handler = Depth(0);
//!
//! let parsed = Events::new(handler).scope(|functions, user| {
//!     // give C `functions.start`, `functions.end`, and `user`
//! #   parse(functions, user)
//! });
//! # assert_eq!(parsed, Err("one"));
//! ```
//!
//! # Which method
//!
//! A word of `import` has the name of the method that it stands for.
//!
//! | C calls the closure | method | method if C has no user data |
//! |---|---|---|
//! | only during this call; the closure may borrow | [`scope`](Context::scope), or [`bind`](Context::bind) in a struct of yours | [`scope`](SlotContext::scope) |
//! | once, later | [`once`](Context::once), or [`completion`](Context::completion) for a future | [`slot`](SlotContext::slot) |
//! | until it runs a destroy function | [`notified`](Context::notified) | |
//! | until you unregister it | [`register`](Context::register) | [`slot`](SlotContext::slot) |
//! | for as long as a value of yours lives | [`owned`](Context::owned) | [`slot`](SlotContext::slot) |
//! | for as long as the program runs | [`forever`](Context::forever) | [`slot`](SlotContext::slot), and [`leak`](Slot::leak) it |
//! | on its threads, and the closure has to stay on yours | [`dispatch`](Context::dispatch), then `register` | |
//!
//! A handler, the value behind several functions, has `scope`, `bind`, `notified`, `register`, `owned` and `forever`.
//! If a method of its trait takes `self`, it is C's destroy function, and the handler has a `notified` [of its
//! own](Context#method.notified-1).
//!
//! Without user data, write `context = none`. The guide has a chapter on [choosing](guide::lifetimes), with where
//! each context lives and who frees it, and others on [threads](guide::threads),
//! [completions](guide::completions) and [slots](guide::slots).
//!
//! # What is checked
//!
//! The kind of the closure and its bounds say what C promises: `dyn FnMut(..)` is called on one thread
//! and never from inside itself, and `dyn Fn(..) + Send + Sync` concurrently on any threads. The guide has
//! [all six](guide::kinds#the-table-of-kinds). A call that breaks the promise is a *fault*: it is refused, C
//! gets the `fallback` of the declaration, and the hook of [`set_fault_hook`] gets a report. A panic of the
//! closure is a fault, too. It *poisons* the callback, which then refuses every later call, and it goes on
//! where `scope` was called. [`Fault`] lists all faults, and [the guide](guide::faults) says what to do about
//! each.
//!
//! A call without a fault takes no lock, and leaves `errno` and `GetLastError` as the closure left them. It
//! makes no system call, except that the first call on a thread may ask for the thread's number. It allocates
//! only if more than 128 calls are nested, or come on threads that C created. [`dispatch`](Context::dispatch)
//! and [`completion`](Context::completion) are the exceptions.
//!
//! # Features
//!
//! - `std` (default) catches panics and tells threads apart. It brings `register`, `owned`, slots, `dispatch` and
//!   `completion`, and implies `alloc`.
//! - `alloc` brings `once`, `notified` and `forever`, whose contexts live on the heap. Without it,
//!   `scope` and `bind` remain.
//! - `macros` (default) re-exports the attributes.
//! - `load` brings [`import`](macro@import#libraries-that-are-loaded-at-run-time) of libraries that are loaded at run time, by the
//!   crate libloading. It implies `std`.
//!
//! Without `std`, a panic ends the process at the boundary, whatever the calling convention. The thread
//! of a call is then not checked: only the C library ensures what the declaration says about threads. With
//! `panic = "abort"`, a panic ends the process where it is raised.
//!
//! # Targets
//!
//! The tests run on Linux for x86-64, 32-bit x86 and 64-bit Arm, and on Windows for x86-64 and 32-bit
//! x86: `tests/README.md` in the repository says how. Other targets should work, and have not been tried.
//!
//! The compiler handles the differences between targets, if the prototype has C's own types.
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
#[doc(hidden)]
pub mod checks;
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
mod imports;
mod lifetimes;
#[cfg(feature = "std")]
mod registered;
#[cfg(feature = "std")]
mod slots;
mod sys;

#[doc = include_str!("callback.md")]
#[cfg(feature = "macros")]
pub use callback_macros::callback;
#[doc = include_str!("import.md")]
#[cfg(feature = "macros")]
pub use callback_macros::import;
pub use calls::accepts::Accepts;
#[cfg(feature = "std")]
pub use completion::future::{Completion, Incomplete};
pub use contexts::context::{Consumed, Context, Dropped};
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
pub use imports::checked::{Check, Status};
pub use imports::errors::Hresult;
#[cfg(feature = "std")]
pub use imports::errors::{Errno, LastError};
#[cfg(feature = "load")]
pub use imports::loaded::LoadError;
pub use imports::wrapped::Imports;
#[cfg(feature = "alloc")]
pub use imports::wrapped::ImportsStatic;
#[cfg(feature = "std")]
pub use imports::wrapped::{ImportsInSlot, ImportsStaticInSlot};
pub use lifetimes::bound::Bound;
#[cfg(feature = "std")]
pub use registered::owned::Owned;
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

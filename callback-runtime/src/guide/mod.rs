//! The guide: how to hand Rust closures and objects to C, chapter by chapter.
//!
//! Read the first four chapters in order. After them, each chapter answers one question and can be read
//! alone.
//!
//! Every block of Rust compiles as you copy it, in a crate that depends on `callback-runtime`. A block without `main`
//! goes inside `fn main() { .. }`. In the index, some pages begin with a block of C's types: copy that, too. To link, a
//! program needs the C library whose functions its `extern` blocks declare. The blocks are compiled with the crate's
//! tests, and run wherever they need no C library.
//!
//! | chapter | the question |
//! |---|---|
//! | [`first_callback`] | How do I get from a C header to a closure that C calls? |
//! | [`kinds`] | `FnMut`, `Fn` or `FnOnce`? With `Send`, with `Sync`? |
//! | [`lifetimes`] | How long does C keep the closure, and which method says so? |
//! | [`values`] | How do numbers, strings, slices and buffers travel? |
//! | [`errors`] | How does a closure stop C, or fail? |
//! | [`threads`] | What if C calls on its own threads? |
//! | [`completions`] | How do I await a call of C? |
//! | [`slots`] | What if the C function has no user data? |
//! | [`functions`] | What if the callback captures nothing, or C wants a table of functions? |
//! | [`wrappers`] | How do I hide all of it from my users, and test it without C? |
//! | [`imports`] | How do I call the C function itself, with a closure? |
//! | [`shared_user_data`] | What if several functions share one user data, or C wants an object? |
//! | [`faults`] | What does this message mean, and how do I fix it? |
//! | [`limits`] | What does not work, and what do I write instead? |
//! | [`index`] | How is *this* function of Win32, POSIX, GLib, SQLite, curl or another library declared? |
//!
//! # Words
//!
//! The guide uses these words:
//!
//! | word | meaning |
//! |---|---|
//! | callback | a function that a C library calls on your behalf |
//! | user data | what C passes back to the callback unchanged: `void *`, `LPARAM`, `gpointer` |
//! | handler | the value that several functions with one user data lead to. It implements a trait with the attribute. What the guide says about the closure of a context holds for a handler, too |
//! | context | the closure, and the state that guards it. The user data leads there, so the API calls the user data a context, too: the key `context`, [`RawContext`](crate::RawContext), the methods named `context` |
//! | handle | user data that is not an address: [`register`](crate::Context::register), [`owned`](crate::Context::owned) and [`completion`](crate::Context::completion) give C one. It leads nowhere after the closure is gone. The handles of Win32 and of curl are something else |
//! | trampoline | the `extern` function that C calls. The attribute writes it: it finds the context and calls the closure |
//! | calling convention | how arguments travel from caller to callee: `extern "C"`, `extern "system"` |
//! | raw parts | the two values that C gets: the function pointer of the trampoline, and the user data |
//! | hand over | to give C the raw parts |
//! | owner thread | the thread that handed over a closure without `Send` |
//! | fallback | the value that C gets from a call if the closure returns none |
//! | escape | to travel past C to your code, as the value of a `Break` or an `Err` does, while C gets a constant |
//! | fault | the reason why a call returned the fallback: see [`Fault`](crate::Fault) |
//! | poison | to close a context to all later calls, as a panic does |
//! | late call | a call after the closure is gone, or after the one call of a `FnOnce`. A call with user data that never was a handle is treated as one |
//! | destroy function | the function by which C gives the user data back. GLib calls it a destroy notify |
//! | re-entrancy | a call of the closure from inside the closure |
//! | thread affinity | the rule that a closure without `Send` runs, and is dropped, only on its owner thread |

#[doc = include_str!("first_callback.md")]
pub mod first_callback {}

#[doc = include_str!("kinds.md")]
pub mod kinds {}

#[doc = include_str!("lifetimes.md")]
pub mod lifetimes {}

#[doc = include_str!("values.md")]
pub mod values {}

#[doc = include_str!("errors.md")]
pub mod errors {}

#[doc = include_str!("threads.md")]
pub mod threads {}

#[doc = include_str!("completions.md")]
pub mod completions {}

#[doc = include_str!("slots.md")]
pub mod slots {}

#[doc = include_str!("functions.md")]
pub mod functions {}

#[doc = include_str!("wrappers.md")]
pub mod wrappers {}

#[doc = include_str!("imports.md")]
pub mod imports {}

#[doc = include_str!("shared_user_data.md")]
pub mod shared_user_data {}

#[doc = include_str!("faults.md")]
pub mod faults {}

#[doc = include_str!("limits.md")]
pub mod limits {}

pub mod index;

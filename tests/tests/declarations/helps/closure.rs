//! Helps about the closure's type.

use core::ffi::c_int;

use callback_runtime::callback;

// #[callback(extern "C")]
// type Iterates = dyn Iterator<Item = u32>;
// help: write `dyn FnMut(..) -> ..`, the closure as Rust sees it
#[callback(extern "C", fallback = 0)]
type Iterates = dyn FnMut(u32) -> u32;

// #[callback(extern "C" fn(*const u32, context: usize) -> c_int, fallback = 0)]
// type Pointer = unsafe extern "C" fn(*const u32) -> c_int;
// help: write `dyn FnMut(..) -> ..`, the closure as Rust sees it, and the prototype as the attribute's argument
#[callback(extern "C" fn(*const u32, context: usize) -> c_int, fallback = 0)]
type Pointer = dyn FnMut(&u32) -> c_int;

// #[callback(extern "C")]
// type Clones = dyn FnMut(u32) + Clone;
// help: remove the bound
#[callback(extern "C")]
type Clones = dyn FnMut(u32);

// #[callback(extern "C")]
// type Misspelled = dyn FnMut(u32) + Sned;
// help: did you mean `Send`?
#[callback(extern "C")]
type Misspelled = dyn FnMut(u32) + Send;

// #[callback(extern "C")]
// type Lives = dyn FnMut(u32) + 'static;
// help: remove it
#[callback(extern "C")]
type Lives = dyn FnMut(u32);

// #[callback(extern "C")]
// type Impl = impl FnMut(u32);
// help: write `dyn` in place of `impl`
#[callback(extern "C")]
type Impl = dyn FnMut(u32);

// #[callback(extern "C")]
// type Async = dyn AsyncFnMut(u32);
// help: write `FnMut`, and send what arrives to the task that awaits it
#[callback(extern "C")]
type Async = dyn FnMut(u32);

// #[callback(extern "C", fallback = 0)]
// type WithoutSignature = dyn FnMut;
// help: write `dyn FnMut(..) -> ..`
#[callback(extern "C", fallback = 0)]
type WithoutSignature = dyn FnMut(u32) -> i32;

// #[callback(extern "C")]
// type TakesImpl = dyn FnMut(impl Copy);
// help: name the type, or make it a parameter of the alias
#[callback(extern "C")]
type TakesImpl = dyn FnMut(u32);
#[callback(extern "C")]
type TakesImplOr<T: Copy> = dyn FnMut(T);

// #[callback(extern "C" fn(*const u32, context: usize))]
// type Unnamed = dyn FnMut(Option<&_>);
// help: write the type
#[callback(extern "C" fn(*const u32, context: usize))]
type Unnamed = dyn FnMut(Option<&u32>);

// #[callback(extern "C")]
// type Log = dyn Fn(u32) + Send;
// help: add `+ Sync` if C calls from several threads at once, or write `dyn FnMut(..) + Send` if it calls from one at a time
#[callback(extern "C")]
type Log = dyn Fn(u32) + Send + Sync;
#[callback(extern "C")]
type LogOr = dyn FnMut(u32) + Send;

// #[callback(extern "C")]
// type Shared = dyn Fn(u32) + Sync;
// help: write `dyn Fn(..) + Send + Sync`
#[callback(extern "C")]
type Shared = dyn Fn(u32) + Send + Sync;

// #[callback(extern "C")]
// type Mutates = dyn FnMut(u32) + Sync;
// help: remove `Sync`, or write `dyn Fn(..) + Send + Sync`
#[callback(extern "C")]
type Mutates = dyn FnMut(u32);
#[callback(extern "C")]
type MutatesOr = dyn Fn(u32) + Send + Sync;

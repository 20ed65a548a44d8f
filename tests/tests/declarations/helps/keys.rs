//! Helps about the form of the keys.

use callback_runtime::callback;

// #[callback(extern "C", falback = 0)]
// type Misspelt = dyn FnMut(u32) -> i32;
// help: did you mean `fallback`?
#[callback(extern "C", fallback = 0)]
type Misspelt = dyn FnMut(u32) -> i32;

// #[callback(extern "C", priority = 0)]
// type Unknown = dyn FnMut(u32) -> i32;
// help: the keys are `base`, `break`, `context`, `continue`, `crate`, `destroy`, `destroyed`, `err`, `fallback`, `matches`, `ok`, `references` and `slots`
#[callback(extern "C", fallback = 0)]
type Unknown = dyn FnMut(u32) -> i32;

// #[callback(extern "C", "fallback" = 0)]
// type InQuotes = dyn FnMut(u32) -> i32;
// help: the keys are `base`, `break`, `context`, `continue`, `crate`, `destroy`, `destroyed`, `err`, `fallback`, `matches`, `ok`, `references` and `slots`
#[callback(extern "C", fallback = 0)]
type InQuotes = dyn FnMut(u32) -> i32;

// #[callback(extern "C", fallback: 0)]
// type Colon = dyn FnMut(u32) -> i32;
// help: write `fallback = 0`
#[callback(extern "C", fallback = 0)]
type Colon = dyn FnMut(u32) -> i32;

// #[callback(extern "C", fallback)]
// type WithoutValue = dyn FnMut(u32) -> i32;
// help: write `fallback = <value>`
#[callback(extern "C", fallback = 0)]
type WithoutValue = dyn FnMut(u32) -> i32;

// #[callback(extern "C", fallback = 0, fallback = 1)]
// type Doubled = dyn FnMut(u32) -> i32;
// help: remove one of the two
#[callback(extern "C", fallback = 1)]
type Doubled = dyn FnMut(u32) -> i32;

// #[callback(extern "C" fn(u32, context: usize) -> i32; fallback = 0)]
// type WithoutComma = dyn FnMut(u32) -> i32;
// help: write a comma before each key
#[callback(extern "C" fn(u32, context: usize) -> i32, fallback = 0)]
type WithoutComma = dyn FnMut(u32) -> i32;

// #[callback(extern "C",, fallback = 0)]
// type SecondComma = dyn FnMut(u32) -> i32;
// help: remove the comma
#[callback(extern "C", fallback = 0)]
type SecondComma = dyn FnMut(u32) -> i32;

mod path {
    pub(super) mod to {
        #[allow(
            clippy::single_component_path_imports,
            reason = "it is imported to be named by a path"
        )]
        pub(in super::super) use callback_runtime;

        pub(in super::super) type Typedef = Option<extern "C" fn(u32, usize)>;
    }
}

// #[callback(extern "C" fn(u32, context: usize), matches = 3 + 4)]
// type Matches = dyn FnMut(u32);
// help: write `matches = path::to::Typedef`
#[callback(extern "C" fn(u32, context: usize), matches = path::to::Typedef)]
type Matches = dyn FnMut(u32);

// #[callback(extern "C", crate = "callback_runtime")]
// type Crate = dyn FnMut(u32);
// help: write `crate = path::to::callback_runtime`
#[callback(extern "C", crate = path::to::callback_runtime)]
type Crate = dyn FnMut(u32);

// #[callback(extern "C")]
// type WithoutFallback = dyn FnMut(u32) -> bool;
// help: add `fallback = <value>`
#[callback(extern "C", fallback = false)]
type WithoutFallback = dyn FnMut(u32) -> bool;

// #[callback(extern "C" fn(context: usize), fallback = 0)]
// type WithoutReturn = dyn FnMut();
// help: remove `fallback`, or let the prototype return something
#[callback(extern "C" fn(context: usize))]
type WithoutReturn = dyn FnMut();
#[callback(extern "C" fn(context: usize) -> i32, fallback = 0)]
type WithoutReturnOr = dyn FnMut() -> i32;

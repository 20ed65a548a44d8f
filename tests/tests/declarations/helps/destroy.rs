//! Helps about destroy functions.

use core::ffi::{c_int, c_void};

use callback_runtime::callback;

// #[callback(extern "C", destroyed = 0)]
// type Alone = dyn FnMut();
// help: add `destroy = extern "C" fn(context: *mut c_void) -> ..`
#[callback(extern "C", destroy = extern "C" fn(context: *mut c_void) -> c_int, destroyed = 0)]
type Alone = dyn FnMut();

// #[callback(extern "C", destroy = extern "C" fn(context: *mut c_void) -> !)]
// type Never = dyn FnMut();
// help: write what C expects
#[callback(extern "C", destroy = extern "C" fn(context: *mut c_void) -> c_int, destroyed = 0)]
type Never = dyn FnMut();

// #[callback(extern "C", destroy = extern "C" fn(context: *mut c_void) -> c_int)]
// type WithoutValue = dyn FnMut();
// help: add `destroyed = <value>`
#[callback(extern "C", destroy = extern "C" fn(context: *mut c_void) -> c_int, destroyed = 0)]
type WithoutValue = dyn FnMut();

// #[callback(extern "C", destroy = extern "C" fn(context: *mut c_void), destroyed = 0)]
// type ForNothing = dyn FnMut();
// help: remove `destroyed`, or let the destroy function return something
#[callback(extern "C", destroy = extern "C" fn(context: *mut c_void))]
type ForNothing = dyn FnMut();

// #[callback(extern "C", context = none, destroy = extern "C" fn(context: *mut c_void))]
// type InSlot = dyn FnMut();
// help: remove `destroy`; the owner of a slot drops the closure
#[callback(extern "C", context = none)]
type InSlot = dyn FnMut();

// #[callback(extern "C", destroy = extern "C" fn(*mut c_void, *mut u8))]
// type Unnamed = dyn FnMut();
// help: name the user-data parameter `context`
#[callback(extern "C", destroy = extern "C" fn(context: *mut c_void, *mut u8))]
type Unnamed = dyn FnMut();

// #[callback(extern "C" fn(handle: *const usize), context = handle, destroy = extern "C" fn(*const usize))]
// type Found = dyn FnMut(*const usize);
// help: name the parameter that is the same `handle`, or the user data `context`
#[callback(extern "C" fn(handle: *const usize), context = handle, destroy = extern "C" fn(handle: *const usize))]
type Found = dyn FnMut(*const usize);
#[callback(extern "C" fn(handle: *const usize), context = handle, destroy = extern "C" fn(context: *const usize))]
type FoundByName = dyn FnMut(*const usize);

// #[callback(extern "C", destroy = free)]
// type Path = dyn FnMut();
// help: write `destroy = extern "C" fn(context: *mut c_void, ..)`
#[callback(extern "C", destroy = extern "C" fn(context: *mut c_void, c_int))]
type Path = dyn FnMut();

// #[callback(extern "C", destroy = fn(context: *mut c_void))]
// type WithoutConvention = dyn FnMut();
// help: write `extern "system" fn(..)` or `extern "C" fn(..)`
#[callback(extern "C", destroy = extern "C" fn(context: *mut c_void))]
type WithoutConvention = dyn FnMut();
#[callback(extern "C", destroy = extern "system" fn(context: *mut c_void))]
type WithConvention = dyn FnMut();

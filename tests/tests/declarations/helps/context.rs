//! Helps about the user data, and about slots.

use core::ffi::c_void;

use callback_runtime::callback;

// #[callback(extern "C" fn(*const u8, *mut c_void) -> i32, fallback = 0)]
// type Missing = dyn FnMut(*const u8) -> i32;
// help: name the user-data parameter `context`, or write `context = none` if the API has none
#[callback(extern "C" fn(*const u8, context: *mut c_void) -> i32, fallback = 0)]
type Missing = dyn FnMut(*const u8) -> i32;
#[callback(extern "C" fn(*const u8, *mut c_void) -> i32, context = none, fallback = 0)]
type MissingOr = dyn FnMut(*const u8, *mut c_void) -> i32;

// #[callback(extern "C" fn(context: *mut c_void, context: *mut c_void))]
// type Doubled = dyn FnMut(*mut c_void);
// help: name the user-data parameter `context`, and rename the other one
#[callback(extern "C" fn(other: *mut c_void, context: *mut c_void))]
type Doubled = dyn FnMut(*mut c_void);

// #[callback(extern "C" fn(u32, context) -> i32, fallback = 0)]
// type WithoutType = dyn FnMut(u32) -> i32;
// help: write `context: *mut c_void`
#[callback(extern "C" fn(u32, context: *mut c_void) -> i32, fallback = 0)]
type WithoutType = dyn FnMut(u32) -> i32;

// #[callback(extern "C" fn(i32, context: *mut c_void))]
// type Taken = dyn FnMut(i32, *mut c_void);
// help: remove `*mut c_void`
#[callback(extern "C" fn(i32, context: *mut c_void))]
type Taken = dyn FnMut(i32);

// #[callback(extern "C" fn(i32, context: *mut c_void), context = none)]
// type NoneBeside = dyn FnMut(i32);
// help: remove the key, or give the parameter another name
#[callback(extern "C" fn(i32, context: *mut c_void))]
type NoneBeside = dyn FnMut(i32);
#[callback(extern "C" fn(i32, other: *mut c_void), context = none)]
type NoneBesideOr = dyn FnMut(i32, *mut c_void);

// #[callback(extern "C" fn(i32), context = None)]
// type Capital = dyn FnMut(i32);
// help: write `context = none`
#[callback(extern "C" fn(i32), context = none)]
type Capital = dyn FnMut(i32);

// #[callback(extern "C" fn(i32), context = null)]
// type Null = dyn FnMut(i32);
// help: did you mean `none`?
#[callback(extern "C" fn(i32), context = none)]
type Null = dyn FnMut(i32);

// #[callback(extern "C", context = user())]
// type InShortForm = dyn FnMut(u32);
// help: write `extern "C" fn(..) -> ..` before it
#[callback(extern "C" fn(u32) -> (), context = user())]
type InShortForm = dyn FnMut(u32);

const fn user() -> *mut c_void {
    core::ptr::null_mut()
}

// #[callback(extern "C" fn(user: *mut c_void, u32), context = user)]
// type NamedByKey = dyn FnMut(u32);
// help: if `user` is the user data alone, name it `context` in the prototype, and remove the key
#[callback(extern "C" fn(context: *mut c_void, u32))]
type NamedByKey = dyn FnMut(u32);

// #[callback(extern "C" fn(i32, *mut c_void) -> i32, context = user, fallback = 0)]
// type NotNamed = dyn FnMut(i32) -> i32;
// help: if `user` is the user data, write `context: *mut c_void` for it in the prototype, and remove the key
#[callback(extern "C" fn(i32, context: *mut c_void) -> i32, fallback = 0)]
type NotNamed = dyn FnMut(i32) -> i32;

// #[callback(extern "C" fn(i32, context: usize), slots = 64)]
// type SlotsBeside = dyn FnMut(i32);
// help: remove `slots`
#[callback(extern "C" fn(i32, context: usize))]
type SlotsBeside = dyn FnMut(i32);

// #[callback(extern "C" fn(*const T) -> i32, context = none, fallback = 0)]
// type Generic<T> = dyn FnMut(&T) -> i32;
// help: write a type without `T`, such as `*const c_void`
#[callback(extern "C" fn(*const c_void) -> i32, context = none, fallback = 0)]
type Generic<T> = dyn FnMut(&T) -> i32;

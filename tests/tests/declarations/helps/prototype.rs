//! Helps about the prototype and its calling convention.

use core::ffi::{c_int, c_void};

use callback_runtime::callback;

// #[callback(extern "System" fn(u32, context: isize))]
// type Convention = dyn FnMut(u32);
// help: did you mean `system`?
#[callback(extern "system" fn(u32, context: isize))]
type Convention = dyn FnMut(u32);

// #[callback(extern "WINAPI" fn(u32, context: isize))]
// type System = dyn FnMut(u32);
// help: did you mean `system`?
#[callback(extern "system" fn(u32, context: isize))]
type System = dyn FnMut(u32);

// #[callback(extern "Rust" fn(u32, context: isize))]
// type OneOfAll = dyn FnMut(u32);
// help: write one of `C`, `aapcs`, `cdecl`, `efiapi`, `fastcall`, `stdcall`, `system`, `sysv64`, `thiscall` and `win64`
#[callback(extern "C" fn(u32, context: isize))]
type OneOfAll = dyn FnMut(u32);

// #[callback("C" fn(u32, context: isize))]
// type WithoutExtern = dyn FnMut(u32);
// help: write `extern "C"`
#[callback(extern "C" fn(u32, context: isize))]
type WithoutExtern = dyn FnMut(u32);

// #[callback(extern C fn(u32, context: isize))]
// type WithoutQuotes = dyn FnMut(u32);
// help: write `extern "C"`
#[callback(extern "C" fn(u32, context: isize))]
type WithoutQuotes = dyn FnMut(u32);

// #[callback(extern fn(u32, context: isize))]
// type WithoutName = dyn FnMut(u32);
// help: write `extern "system"` or `extern "C"`
#[callback(extern "system" fn(u32, context: isize))]
type WithoutName = dyn FnMut(u32);
#[callback(extern "C" fn(u32, context: isize))]
type WithoutNameOr = dyn FnMut(u32);

// #[callback(fn(u32, context: isize))]
// type WithoutConvention = dyn FnMut(u32);
// help: write `extern "system" fn(..)` or `extern "C" fn(..)`
#[callback(extern "system" fn(u32, context: isize))]
type WithoutConvention = dyn FnMut(u32);
#[callback(extern "C" fn(u32, context: isize))]
type WithoutConventionOr = dyn FnMut(u32);

// #[callback(extern "C" unsafe fn(i32, context: usize) -> i32, fallback = 0)]
// type OutOfOrder = dyn FnMut(i32) -> i32;
// help: write `unsafe extern "C" fn(..)`
#[callback(unsafe extern "C" fn(i32, context: usize) -> i32, fallback = 0)]
type OutOfOrder = dyn FnMut(i32) -> i32;

// #[callback(extern "C" fn filter(u32, context: usize) -> i32, fallback = 0)]
// type Named = dyn FnMut(u32) -> i32;
// help: remove `filter`
#[callback(extern "C" fn(u32, context: usize) -> i32, fallback = 0)]
type Named = dyn FnMut(u32) -> i32;

// #[callback(extern "C" fn(u32, context: usize) i32, fallback = 0)]
// type WithoutArrow = dyn FnMut(u32) -> i32;
// help: write `-> i32`
#[callback(extern "C" fn(u32, context: usize) -> i32, fallback = 0)]
type WithoutArrow = dyn FnMut(u32) -> i32;

// #[callback(extern "C" fn(i32, context: void *) -> i32, fallback = 0)]
// type TypesOfC = dyn FnMut(i32) -> i32;
// help: write each parameter as Rust does, such as `context: *mut c_void`
#[callback(extern "C" fn(i32, context: *mut c_void) -> i32, fallback = 0)]
type TypesOfC = dyn FnMut(i32) -> i32;

// #[callback(int (*filter)(unsigned, void *), fallback = 0)]
// type OfC = dyn FnMut(u32) -> i32;
// help: write it as `extern "C" fn(..) -> ..`, with `context` for the user data's name
#[callback(extern "C" fn(u32, context: *mut c_void) -> c_int, fallback = 0)]
type OfC = dyn FnMut(u32) -> i32;

// #[callback(Option<unsafe extern "C" fn(i32, context: usize) -> i32>, fallback = 0)]
// type Optional = dyn FnMut(i32) -> i32;
// help: write the prototype without `Option<..>`
#[callback(unsafe extern "C" fn(i32, context: usize) -> i32, fallback = 0)]
type Optional = dyn FnMut(i32) -> i32;

// #[callback(fallback = 0, extern "C" fn(u32, context: usize) -> i32)]
// type AfterKeys = dyn FnMut(u32) -> i32;
// help: move it to the front
#[callback(extern "C" fn(u32, context: usize) -> i32, fallback = 0)]
type AfterKeys = dyn FnMut(u32) -> i32;

// #[callback(extern "C" fn(i32, context: usize) -> void)]
// type Void = dyn FnMut(i32);
// help: remove `-> void`
#[callback(extern "C" fn(i32, context: usize))]
type Void = dyn FnMut(i32);

// #[callback(extern "C" fn(u32, context: usize) -> _, fallback = 0)]
// type Unnamed = dyn FnMut(u32) -> i32;
// help: write the type
#[callback(extern "C" fn(u32, context: usize) -> i32, fallback = 0)]
type Unnamed = dyn FnMut(u32) -> i32;

// #[callback(extern "C" fn(&u32, context: usize))]
// type Reference = dyn FnMut(&u32);
// help: write `*const u32` in the prototype
#[callback(extern "C" fn(*const u32, context: usize))]
type Reference = dyn FnMut(&u32);

// #[callback(extern "C" fn(u32, context: usize) -> &'static mut u32, fallback = core::ptr::null_mut())]
// type Referenced = dyn FnMut(u32) -> &'static mut u32;
// help: write `*mut u32` in the prototype
#[callback(extern "C" fn(u32, context: usize) -> *mut u32, fallback = core::ptr::null_mut())]
type Referenced = dyn FnMut(u32) -> &'static mut u32;

// #[callback(for<'a> extern "C" fn(*const u32, context: usize))]
// type Lifetimes = dyn FnMut(&u32);
// help: write the pointers that C passes, and the lifetimes in the closure's type
#[callback(extern "C" fn(*const u32, context: usize))]
type Lifetimes = dyn for<'a> FnMut(&'a u32);

// #[callback(extern "C" fn(#[cfg(windows)] u32, context: usize))]
// type Attribute = dyn FnMut(u32);
// help: put them on the declaration, or write two declarations
#[cfg(windows)]
#[callback(extern "C" fn(u32, context: usize))]
type Attribute = dyn FnMut(u32);
#[cfg(not(windows))]
#[callback(extern "C" fn(context: usize))]
type Attribute = dyn FnMut();

// #[callback(extern "C" fn(context: *mut c_void, *const u8, ...))]
// type Variadic = dyn FnMut(*const u8);
// help: write a callback in C that takes the arguments apart, and calls this one
#[callback(extern "C" fn(context: *mut c_void, *const u8))]
type Variadic = dyn FnMut(*const u8);

// #[callback(exten "C" fn(u32, context: isize))]
// type Extern = dyn FnMut(u32);
// help: write `extern "C"`
#[callback(extern "C" fn(u32, context: isize))]
type Extern = dyn FnMut(u32);

// #[callback(C fn(u32, context: isize))]
// type Bare = dyn FnMut(u32);
// help: write `extern "C"`
#[callback(extern "C" fn(u32, context: isize))]
type Bare = dyn FnMut(u32);

// #[callback(CALLBACK)]
// type BareOfWindows = dyn FnMut(u32);
// help: write `extern "system"`
#[callback(extern "system")]
type BareOfWindows = dyn FnMut(u32);

// #[callback(abi = "C")]
// type AsAKey = dyn FnMut(u32);
// help: write `extern "C"`
#[callback(extern "C")]
type AsAKey = dyn FnMut(u32);

// #[callback(VisitFn, fallback = 0)]
// type Typedef = dyn FnMut(u32) -> i32;
// help: write the prototype, and `matches = VisitFn` after it
#[callback(extern "C" fn(u32, context: usize) -> i32, matches = VisitFn, fallback = 0)]
type Typedef = dyn FnMut(u32) -> i32;

type VisitFn = Option<unsafe extern "C" fn(u32, usize) -> i32>;

// #[callback(extern "C", fn(u32, context: usize))]
// type AfterComma = dyn FnMut(u32);
// help: remove the comma
#[callback(extern "C" fn(u32, context: usize))]
type AfterComma = dyn FnMut(u32);

// #[callback(extern "C" (u32, context: usize))]
// type WithoutFn = dyn FnMut(u32);
// help: write `extern "C" fn(..)`
#[callback(extern "C" fn(u32, context: usize))]
type WithoutFn = dyn FnMut(u32);

// #[callback(pub extern "C" fn(u32, context: usize))]
// type Public = dyn FnMut(u32);
// help: remove `pub`
#[callback(extern "C" fn(u32, context: usize))]
type Public = dyn FnMut(u32);

// #[callback(extern "C" fn(
//     u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8,
//     u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8,
//     u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8,
//     u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8,
//     u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8,
//     u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8,
//     u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8,
//     u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8,
//     u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8,
//     u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8,
//     u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8,
//     u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8,
//     u8, u8, u8, u8,
//     context: usize
// ))]
// type TooMany = dyn FnMut();
// help: pass a pointer to a struct
#[callback(extern "C" fn(*const [u8; 256], context: usize))]
type TooMany = dyn FnMut(&[u8; 256]);

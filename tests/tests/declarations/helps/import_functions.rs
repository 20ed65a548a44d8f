//! Helps about functions in a block, and what they return.

use core::convert::Infallible;
use core::ffi::{CStr, c_char, c_int, c_void};
use core::ops::ControlFlow;

use callback_runtime::{Errno, RawFn, callback, import};

#[callback(extern "C")]
type Visit = dyn FnMut(c_int);

#[callback(extern "C")]
type Borrowed<'a> = dyn FnMut(&'a c_int);

// #[import]
// unsafe extern "C" {
//     function name(value: c_int) -> c_int;
// }
// help: write `fn name(..) -> ..;`
#[import]
unsafe extern "C" {
    fn name(value: c_int) -> c_int;
}

// #[import]
// unsafe extern "C" {
//     fn with_a_body() {}
// }
// help: write `;` in place of the body
#[import]
unsafe extern "C" {
    fn with_a_body();
}

// #[import]
// unsafe extern "C" {
//     fn scan() -> ControlFlow<c_int, c_int>;
// }
// help: write C's type, or `Result<.., E>` for an error of C
#[import]
unsafe extern "C" {
    fn scan() -> c_int;
    fn scan_or_fail() -> Result<c_int, Errno>;
}

// #[import]
// unsafe extern "C" {
//     fn open(path: &CStr) -> io::Result<c_int>;
// }
// help: write `Result<T, E>`, with C's type, or `Result<(), E>`
#[import]
unsafe extern "C" {
    fn open(path: &CStr) -> Result<c_int, Errno>;
    fn change(path: &CStr) -> Result<(), Errno>;
}

// #[import]
// unsafe extern "C" {
//     fn end() -> Result<!, Errno>;
// }
// help: write `-> !`
#[import]
unsafe extern "C" {
    fn end() -> !;
}

// #[import]
// unsafe extern "C" {
//     fn run(#[scope] each: Visit, context: *mut c_void) -> !;
// }
// help: write what C returns
#[import]
unsafe extern "C" {
    fn run(#[scope] each: Visit, context: *mut c_void);
}

// #[import]
// unsafe extern "C" {
//     fn measure(#[out] size: c_int);
// }
// help: write `-> Result<(), E>`, with `Infallible` as `E` if the function cannot fail
#[import]
unsafe extern "C" {
    fn measure(#[out] size: c_int) -> Result<(), Errno>;
    fn measure_always(#[out] size: c_int) -> Result<(), Infallible>;
}

// #[import]
// unsafe extern "C" {
//     unsafe fn fail<E>() -> Result<(), E>;
// }
// help: write the type of the error
#[import]
unsafe extern "C" {
    unsafe fn fail() -> Result<(), Errno>;
}

// #[import]
// unsafe extern "C" {
//     unsafe fn look<T: ?Sized>(value: *const T);
// }
// help: remove `?Sized`
#[import]
unsafe extern "C" {
    unsafe fn look<T>(value: *const T);
}

// #[import]
// unsafe extern "C" {
//     safe fn shuffle<T>(items: &mut [T]);
// }
// help: write `unsafe fn`, or the type itself in place of `T`
#[import]
unsafe extern "C" {
    unsafe fn shuffle<T>(items: &mut [T]);
}
#[import]
unsafe extern "C" {
    safe fn shuffle_numbers(items: &mut [u32]);
}

// #[import]
// unsafe extern "C" {
//     unsafe fn push<T>(value: T);
// }
// help: write a pointer or a reference, or the type itself in place of `T`
#[import]
unsafe extern "C" {
    unsafe fn push<T>(value: &T);
}
#[import]
unsafe extern "C" {
    unsafe fn push_number(value: u32);
}

// #[import]
// unsafe extern "C" {
//     safe fn borrow<'a>(#[scope] each: Borrowed<'a>, context: *mut c_void);
// }
// help: write `'static`, or `unsafe fn`
#[import]
unsafe extern "C" {
    safe fn borrow(#[scope] each: Borrowed<'static>, context: *mut c_void);
    unsafe fn borrow_any<'a>(#[scope] each: Borrowed<'a>, context: *mut c_void);
}

// #[import]
// unsafe extern "C" {
//     safe fn call(function: extern "C" fn(c_int));
// }
// help: declare the callback with `#[callback]`, and mark the parameter with how long C keeps it, such as `#[scope]`; or write `unsafe fn`
#[callback(extern "C", context = none)]
type Called = dyn FnMut(c_int);
#[import]
unsafe extern "C" {
    safe fn call(#[scope] function: Called);
    unsafe fn call_pointer(function: RawFn<Called>);
}

// #[import]
// unsafe extern "C" {
//     fn walk(each: impl FnMut(c_int), context: *mut c_void);
// }
// help: declare the callback with `#[callback]`, write the name of the declaration, and mark the parameter with how long C keeps it, such as `#[scope]`
#[callback(extern "C")]
type Walked = dyn FnMut(c_int);
#[import]
unsafe extern "C" {
    fn walk(#[scope] each: Walked, context: *mut c_void);
}

struct Db(c_int);

// #[import]
// unsafe extern "C" {
//     fn changes(&self) -> c_int;
// }
// help: name the parameter and its type, such as `db: &Db`
#[import(from = of_a_database)]
unsafe extern "C" {
    fn changes(db: &Db) -> c_int;
}
mod of_a_database {
    pub(super) const unsafe fn changes(db: *const super::Db) -> core::ffi::c_int {
        // SAFETY: the caller has a reference to it.
        unsafe { &*db }.0
    }
}

// #[import]
// unsafe extern "C" {
//     fn print(text: &str);
// }
// help: take `&CStr` for a string that ends in a NUL, or say C's types, as in `#[c(*const c_char, usize)]` for `&str`
#[import]
unsafe extern "C" {
    fn print(text: &CStr);
    fn print_all(#[c(*const c_char, usize)] text: &str);
}

// #[import]
// unsafe extern "C" {
//     fn write(text: CString);
// }
// help: take `&CStr`
#[import]
unsafe extern "C" {
    fn write(text: &CStr);
}

#[repr(transparent)]
struct Setting<'a>(&'a c_int);

// #[import]
// unsafe extern "C" {
//     safe fn setting<'a>(number: c_int) -> Setting<'a>;
// }
// help: write `'static` or a raw pointer, or `unsafe fn`
#[import]
unsafe extern "C" {
    safe fn setting(number: c_int) -> Setting<'static>;
    #[link_name = "setting"]
    safe fn setting_pointer(number: c_int) -> *const c_int;
    #[link_name = "setting"]
    unsafe fn setting_of_any<'a>(number: c_int) -> Setting<'a>;
}

// #[import]
// unsafe extern "C" {
//     safe fn setting_of(key: &c_int) -> Setting<'_>;
// }
// help: write `'static`, or a lifetime of the function that also occurs in an argument
#[import]
unsafe extern "C" {
    #[link_name = "setting_of"]
    safe fn setting_for_good(key: &c_int) -> Setting<'static>;
    safe fn setting_of<'a>(key: &'a c_int) -> Setting<'a>;
}

#[callback(extern "C" fn(c_int, context: *mut c_void) -> c_int, continue = 1, break = 0, fallback = 0)]
type Search<B> = dyn FnMut(c_int) -> ControlFlow<B>;

// #[import]
// unsafe extern "C" {
//     fn search<B>(each: Search<B>, context: *mut c_void);
// }
// help: write a word before the parameter, such as `#[scope]`
#[import]
unsafe extern "C" {
    fn search<B>(#[scope] each: Search<B>, context: *mut c_void);
}

// #[import]
// unsafe extern "C" {
//     safe fn words<'a>(text: &'a CStr, #[scope] each: declared!('a), context: *mut c_void);
// }
// help: write the type without a macro
#[import]
unsafe extern "C" {
    safe fn words<'a>(text: &'a CStr, #[scope] each: Visit, context: *mut c_void);
}

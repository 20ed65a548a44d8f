//! Helps about the methods of traits.

use core::ffi::{c_int, c_void};
use core::mem::size_of;
use core::ops::ControlFlow;

use callback_runtime::{RawFn, callback};

// #[callback(extern "C")]
// trait Constructor {
//     fn new(&mut self);
// }
// help: give the method another name
#[callback(extern "C")]
trait Constructor {
    fn created(&mut self);
}

// #[callback(extern "C")]
// trait Conditional {
//     fn called(&mut self);
//     #[cfg(unix)]
//     fn close(self);
// }
// help: write two traits, each with its own `cfg`
#[callback(extern "C")]
#[cfg(unix)]
trait Conditional {
    fn called(&mut self);
    fn close(self);
}
#[callback(extern "C")]
#[cfg(not(unix))]
trait Conditional {
    fn called(&mut self);
}

// #[callback(extern "C")]
// trait Closes {
//     fn close(self);
//     fn abandon(self);
// }
// help: take `&mut self`
#[callback(extern "C")]
trait Closes {
    fn close(self);
    fn abandon(&mut self);
}

// #[callback(extern "C")]
// trait Visible {
//     pub(crate) fn called(&mut self);
// }
// help: remove `pub(crate)`
#[callback(extern "C")]
trait Visible {
    fn called(&mut self);
}

// #[callback(extern "C")]
// trait WithoutFn {
//     #[callback(context: *mut c_void)]
//     fn called(&mut self, _count: c_int);
// }
// help: write the prototype, `fn(..)`, with `context: *mut c_void` among its parameters
#[callback(extern "C")]
trait WithoutFn {
    #[callback(fn(context: *mut c_void, c_int))]
    fn called(&mut self, _count: c_int);
}

// #[callback(extern "C")]
// trait OfTheTrait {
//     #[callback(references = none)]
//     fn called(&mut self);
// }
// help: write it in the attribute of the trait
#[callback(extern "C", references = none)]
trait OfTheTrait {
    fn called(&mut self);
}

#[repr(C)]
struct Object(c_int);

// #[callback(extern "C", base = Object)]
// trait Based {
//     #[callback(fn(base: *mut Object))]
//     fn called(&mut self, base: &mut Object);
// }
// help: write `base: *mut Object`
#[callback(extern "C", base = Object)]
trait Based {
    #[callback(fn(base: *mut Object))]
    fn called(&mut self, base: *mut Object);
}

// #[callback(extern "C", base = 3)]
// trait BasedOnANumber {
//     fn called(&mut self);
// }
// help: write `base = path::to::Struct`
#[callback(extern "C", base = path::to::Struct)]
trait BasedOnANumber {
    fn called(&mut self);
}

mod path {
    pub(super) mod to {
        #[repr(C)]
        pub(in super::super) struct Struct(core::ffi::c_int);
    }
}

// #[callback(extern "C", fallback = 1)]
// trait Escapes {
//     #[callback(fn(context: *mut c_void) -> c_int, ok = 0, err = 1)]
//     fn open(&mut self) -> Result<(), String>;
//     #[callback(fn(context: *mut c_void) -> c_int, continue = 0, break = 1)]
//     fn read(&mut self) -> ControlFlow<u8>;
// }
// help: return `Result<T, String>`, or a value for C
#[callback(extern "C", ok = 0, err = 1, fallback = 1)]
trait Escapes {
    #[callback(fn(context: *mut c_void) -> c_int)]
    fn open(&mut self) -> Result<(), String>;
    #[callback(fn(context: *mut c_void) -> c_int)]
    fn read(&mut self) -> Result<(), String>;
}
#[callback(extern "C", fallback = 1)]
trait EscapesOnce {
    #[callback(fn(context: *mut c_void) -> c_int)]
    fn open(&mut self) -> c_int;
    #[callback(fn(context: *mut c_void) -> c_int, continue = 0, break = 1)]
    fn read(&mut self) -> ControlFlow<u8>;
}

// #[callback(extern "C", destroy = extern "C" fn(context: *mut c_void, c_int))]
// trait Destroyed {
//     fn close(self);
// }
// help: remove `destroy`, or take `&mut self`
#[callback(extern "C")]
trait Destroyed {
    fn close(self);
}
#[callback(extern "C", destroy = extern "C" fn(context: *mut c_void, c_int))]
trait DestroyedOtherwise {
    fn close(&mut self);
}

// #[callback(extern "C", destroyed = 0)]
// trait DestroyedWithAValue {
//     fn called(&mut self);
// }
// help: add `destroy = extern "C" fn(context: *mut c_void) -> ..`
#[callback(extern "C", destroyed = 0, destroy = extern "C" fn(context: *mut c_void) -> c_int)]
trait DestroyedWithAValue {
    fn called(&mut self);
}

// #[callback(extern "C")]
// auto trait Automatic {
//     fn called(&mut self);
// }
// help: remove `auto`
#[callback(extern "C")]
trait Automatic {
    fn called(&mut self);
}

// #[callback(extern "C")]
// trait Unsafe {
//     unsafe fn called(&mut self);
// }
// help: remove `unsafe`
#[callback(extern "C")]
trait Unsafe {
    fn called(&mut self);
}

// #[callback(extern "C")]
// trait Generic {
//     fn called<T>(&mut self, value: *const T);
// }
// help: make `T` a parameter of the trait
#[callback(extern "C")]
trait Generic<T> {
    fn called(&mut self, value: *const T);
}

// #[callback(extern "C")]
// trait ByMacro {
//     methods!();
// }
// help: write the methods in the trait
#[callback(extern "C")]
trait ByMacro {
    fn called(&mut self);
}

// #[callback(extern "C", fallback = 0)]
// trait Associated {
//     type Value;
//     fn called(&mut self) -> *const Self::Value;
// }
// help: make it a parameter of the trait, or move it to another trait
// help: write the name of the type
#[callback(extern "C", fallback = core::ptr::null())]
trait Associated<V> {
    fn called(&mut self) -> *const V;
}

// #[callback(extern "C")]
// trait Attributed {
//     #[callback = "fn()"]
//     fn called(&mut self) -> c_int;
// }
// help: write `#[callback(fn(..) -> ..)]`
#[callback(extern "C", fallback = 0)]
trait Attributed {
    #[callback(fn(context: *mut c_void) -> c_int)]
    fn called(&mut self) -> c_int;
}

// #[callback(extern "C")]
// trait WithoutReceiver {
//     fn called();
// }
// help: take `&mut self` or `&self`, or move the function out of the trait
#[callback(extern "C")]
trait WithoutReceiver {
    fn called(&mut self);
}
#[callback(extern "C")]
trait SharedReceiver {
    fn called(&self);
}

// #[callback(extern "C")]
// trait Boxed {
//     fn called(self: Box<Self>);
// }
// help: take `&mut self`, `&self` or `self`
#[callback(extern "C")]
trait Boxed {
    fn called(&mut self);
    fn shared(&self);
    fn close(self);
}

// #[callback(extern "C", fallback = 0)]
// trait Outcome<E> {
//     fn called(&mut self, value: c_int) -> Result<(), E>;
// }
// help: write the prototype, `#[callback(fn(.., context: *mut c_void) -> ..)]`, on the method
#[callback(extern "C", ok = 0, err = 1, fallback = 0)]
trait Outcome<E> {
    #[callback(fn(c_int, context: *mut c_void) -> c_int)]
    fn called(&mut self, value: c_int) -> Result<(), E>;
}

// #[callback(extern "C")]
// trait Doubled {
//     #[callback]
//     #[callback]
//     fn called(&mut self);
// }
// help: remove one of the two
#[callback(extern "C")]
trait Doubled {
    #[callback]
    fn called(&mut self);
}

// #[callback(extern "C")]
// trait Undeclared {
//     fn called(&mut self, value: &'a u8);
// }
// help: write `fn called<'a>(..)` if each call has its own, or make it a parameter of `Undeclared`
#[callback(extern "C")]
trait Undeclared<'a> {
    fn called(&mut self, value: &'a u8);
}
#[callback(extern "C")]
#[allow(
    clippy::needless_lifetimes,
    clippy::trivially_copy_pass_by_ref,
    reason = "as the help says"
)]
trait DeclaredByTheMethod {
    fn called<'a>(&mut self, value: &'a u8);
}

// #[callback(extern "C")]
// trait Conditions {
//     fn called<'a: 'static>(&mut self, value: &'a [u32; 4]);
// }
// help: remove the condition, or make `'a` a parameter of `Conditions`
#[callback(extern "C")]
trait Conditions<'a> {
    fn called(&mut self, value: &'a [u32; 4]);
}
#[callback(extern "C")]
trait WithoutConditions {
    fn called(&mut self, value: &[u32; 4]);
}

#[test]
fn they_are_declarations() {
    assert!(size_of::<RawFn<dyn Boxed>>() > 0);
}

//! Helps about functions.

use core::ffi::{c_int, c_void};

use callback_runtime::callback;

// #[callback(extern "C")]
// const fn at_compile_time() {}
// help: remove `const`
#[callback(extern "C")]
fn at_compile_time() {}

// #[callback(extern "C")]
// async fn awaited() {}
// help: remove `async`, and send what arrives to the task that awaits it
#[callback(extern "C")]
fn awaited() {}

// #[callback(extern "C")]
// extern "C" fn already() {}
// help: remove the `extern` here
#[callback(extern "C")]
fn already() {}

// #[callback(extern "C" fn(c_int))]
// fn on_one_system(#[cfg(unix)] _value: c_int) {}
// help: write two functions, each with its own `cfg`
#[callback(extern "C" fn(c_int))]
#[cfg(unix)]
fn on_one_system(_value: c_int) {}
#[callback(extern "C" fn())]
#[cfg(not(unix))]
fn on_one_system() {}

struct Handler(c_int);

// #[callback(extern "C" fn(*mut Handler))]
// fn start(&mut self) {}
// help: name the parameter and its type, such as `handler: &Handler`
#[callback(extern "C" fn(*const Handler) -> c_int, fallback = 0)]
fn start(handler: &Handler) -> c_int {
    handler.0
}

// #[callback(extern "C")]
// fn unnamed(c_int) {}
// help: write `name: ..`
#[callback(extern "C")]
fn unnamed(name: c_int) {
    _ = name;
}

// #[callback(extern "C" fn(*mut Handler))]
// fn stop(handler: &mut Self) {}
// help: write the name of the type
#[callback(extern "C" fn(*mut Handler))]
fn stop(handler: &mut Handler) {
    handler.0 = 0;
}

// #[callback(extern "C")]
// fn declared();
// help: write `{ .. }`
#[callback(extern "C")]
fn declared() {}

// #[callback(extern "C")]
// #[unsafe(no_mangle)]
// pub fn exported<T>(_value: *const T) {}
// help: remove the attribute that exports it, or the generics
#[callback(extern "C")]
fn exported<T>(_value: *const T) {}

// #[callback(extern "C", context = none)]
// fn without_user_data() {}
// help: remove it: a function needs no user data
#[callback(extern "C")]
fn without_user_data() {}

// #[callback(extern "C" fn(user: *mut c_void), context = user)]
// fn with_user_data(_user: *mut c_void) {}
// help: remove it, or write `type Name = dyn FnMut(..)` for a closure in the user data
#[callback(extern "C" fn(user: *mut c_void), context = user)]
type WithUserData = dyn FnMut(*mut c_void);

// #[callback(extern "C", slots = 4)]
// fn in_slots() {}
// help: remove `slots`
#[callback(extern "C")]
fn in_slots() {}

// #[callback(extern "C", destroy = extern "C" fn(context: *mut c_void))]
// fn destroyed() {}
// help: remove `destroy`
#[callback(extern "C")]
fn destroyed() {}

// #[callback(extern "C" fn(*const u16))]
// fn kept<'a: 'static>(_value: &'a u16) {}
// help: remove the condition, or write `&'static T` if what C passes lives as long as the program
#[callback(extern "C" fn(*const u16))]
fn borrowed(_value: &u16) {}
#[callback(extern "C" fn(*const u16))]
fn kept(_value: &'static u16) {}

#[test]
fn they_are_functions_of_c() {
    _ = (at_compile_time, awaited, already, on_one_system, start, unnamed, stop, declared);
    _ = (exported::<u8>, without_user_data, in_slots, destroyed, borrowed, kept);
}

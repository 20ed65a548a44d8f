//! A declaration and its use for each lifetime. A crate has one of the parts below, which is repeated for each
//! use: see `src/lifetimes.rs`.

#![allow(unused, reason = "a part needs only some of the common items")]

use std::ffi::c_void;

use callback_runtime::{
    Completion, Dispatcher, Owned, Registration, Slot, SlotsExhausted, callback,
};

type Function = unsafe extern "C" fn(i32, *mut c_void) -> i32;
type Destroy = unsafe extern "C" fn(*mut c_void);

unsafe extern "C" {
    fn each(function: Function, user: *mut c_void) -> i32;
    fn each_without_user_data(function: unsafe extern "C" fn(i32) -> i32) -> i32;
    fn set(function: Function, user: *mut c_void) -> i32;
    fn set_with_destroy(function: Function, user: *mut c_void, destroy: Destroy) -> i32;
    fn unset(function: Function, user: *mut c_void) -> i32;
}

fn checked(status: i32) -> Result<(), i32> {
    if status == 0 { Ok(()) } else { Err(status) }
}

// --- scope
#[callback(extern "C", fallback = NUMBER)]
pub type CallbackNUMBER = dyn FnMut(i32) -> i32;

pub fn use_NUMBER(subtrahend: i32) -> i32 {
    let closure = move |item: i32| item.wrapping_mul(NUMBER).checked_sub(subtrahend).unwrap();
    CallbackNUMBER::new(closure).scope(|function, user| unsafe { each(function, user) })
}

// --- register
#[callback(extern "C", fallback = NUMBER)]
pub type CallbackNUMBER = dyn FnMut(i32) -> i32;

pub fn use_NUMBER(subtrahend: i32) -> Result<Registration<'static, CallbackNUMBER, i32>, i32> {
    let closure = move |item: i32| item.wrapping_mul(NUMBER).checked_sub(subtrahend).unwrap();
    CallbackNUMBER::new(closure).register(
        |function, user| checked(unsafe { set(function, user) }),
        |function, user, ()| checked(unsafe { unset(function, user) }),
    )
}

// --- register and unregister
#[callback(extern "C", fallback = NUMBER)]
pub type CallbackNUMBER = dyn FnMut(i32) -> i32;

pub fn use_NUMBER(subtrahend: i32) -> Result<(), i32> {
    let closure = move |item: i32| item.wrapping_mul(NUMBER).checked_sub(subtrahend).unwrap();
    let registration = CallbackNUMBER::new(closure).register(
        |function, user| checked(unsafe { set(function, user) }),
        |function, user, ()| checked(unsafe { unset(function, user) }),
    )?;
    drop(registration);
    Ok(())
}

// --- register FnMut + Send
#[callback(extern "C", fallback = NUMBER)]
pub type CallbackNUMBER = dyn FnMut(i32) -> i32 + Send;

pub fn use_NUMBER(subtrahend: i32) -> Result<Registration<'static, CallbackNUMBER, i32>, i32> {
    let closure = move |item: i32| item.wrapping_mul(NUMBER).checked_sub(subtrahend).unwrap();
    CallbackNUMBER::new(closure).register(
        |function, user| checked(unsafe { set(function, user) }),
        |function, user, ()| checked(unsafe { unset(function, user) }),
    )
}

// --- owned
#[callback(extern "C", fallback = NUMBER)]
pub type CallbackNUMBER = dyn FnMut(i32) -> i32;

pub fn use_NUMBER(subtrahend: i32) -> Owned<CallbackNUMBER> {
    let closure = move |item: i32| item.wrapping_mul(NUMBER).checked_sub(subtrahend).unwrap();
    let owned = CallbackNUMBER::new(closure).owned();
    unsafe { each(owned.function(), owned.context()) };
    owned
}

// --- notified
#[callback(extern "C", fallback = NUMBER)]
pub type CallbackNUMBER = dyn FnMut(i32) -> i32;

pub fn use_NUMBER(subtrahend: i32) -> Result<(), i32> {
    let closure = move |item: i32| item.wrapping_mul(NUMBER).checked_sub(subtrahend).unwrap();
    CallbackNUMBER::new(closure).notified(|function, user, destroy| {
        checked(unsafe { set_with_destroy(function, user, destroy) })
    })
}

// --- once
#[callback(extern "C", fallback = NUMBER)]
pub type CallbackNUMBER = dyn FnOnce(i32) -> i32;

pub fn use_NUMBER(subtrahend: i32) -> Result<(), i32> {
    let closure = move |item: i32| item.wrapping_mul(NUMBER).checked_sub(subtrahend).unwrap();
    CallbackNUMBER::new(closure).once(|function, user| checked(unsafe { set(function, user) }))
}

// --- forever
#[callback(extern "C", fallback = NUMBER)]
pub type CallbackNUMBER = dyn FnMut(i32) -> i32;

pub fn use_NUMBER(subtrahend: i32) -> i32 {
    let closure = move |item: i32| item.wrapping_mul(NUMBER).checked_sub(subtrahend).unwrap();
    let (function, user) = CallbackNUMBER::new(closure).forever();
    unsafe { each(function, user) }
}

// --- dispatch
#[callback(extern "C", fallback = NUMBER)]
pub type CallbackNUMBER = dyn FnMut(i32) -> i32;

pub fn use_NUMBER(
    subtrahend: i32,
    dispatcher: &Dispatcher,
) -> Result<Registration<'static, CallbackNUMBER, i32>, i32> {
    let closure = move |item: i32| item.wrapping_mul(NUMBER).checked_sub(subtrahend).unwrap();
    CallbackNUMBER::new(closure).dispatch(dispatcher).register(
        |function, user| checked(unsafe { set(function, user) }),
        |function, user, ()| checked(unsafe { unset(function, user) }),
    )
}

// --- completion
#[callback(extern "C", fallback = NUMBER)]
pub type CallbackNUMBER = dyn FnOnce(i32) -> i32;

pub fn use_NUMBER(subtrahend: i32) -> Completion<CallbackNUMBER> {
    let closure = move |item: i32| item.wrapping_mul(NUMBER).checked_sub(subtrahend).unwrap();
    let (function, user, completion) = CallbackNUMBER::new(closure).completion();
    unsafe { set(function, user) };
    completion
}

// --- slot scope
#[callback(extern "C" fn(i32) -> i32, context = none, fallback = NUMBER)]
pub type CallbackNUMBER = dyn FnMut(i32) -> i32;

pub fn use_NUMBER(subtrahend: i32) -> i32 {
    let closure = move |item: i32| item.wrapping_mul(NUMBER).checked_sub(subtrahend).unwrap();
    CallbackNUMBER::new(closure).scope(|function| unsafe { each_without_user_data(function) })
}

// --- slot
#[callback(extern "C" fn(i32) -> i32, context = none, fallback = NUMBER)]
pub type CallbackNUMBER = dyn FnMut(i32) -> i32;

pub fn use_NUMBER(subtrahend: i32) -> Result<Slot<CallbackNUMBER>, SlotsExhausted> {
    let closure = move |item: i32| item.wrapping_mul(NUMBER).checked_sub(subtrahend).unwrap();
    let slot = CallbackNUMBER::new(closure).slot()?;
    unsafe { each_without_user_data(slot.function()) };
    Ok(slot)
}

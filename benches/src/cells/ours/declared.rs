//! The declarations with user data, one for each kind that can be called more than once.

use std::ffi::{c_int, c_void};

use callback_runtime::callback;

#[callback(extern "C" fn(c_int, context: *mut c_void) -> c_int, fallback = -1)]
pub(super) type Mut = dyn FnMut(c_int) -> c_int;

#[callback(extern "C" fn(c_int, context: *mut c_void) -> c_int, fallback = -1)]
pub(super) type MutSend = dyn FnMut(c_int) -> c_int + Send;

#[callback(extern "C" fn(c_int, context: *mut c_void) -> c_int, fallback = -1)]
pub(super) type Shared = dyn Fn(c_int) -> c_int;

#[callback(extern "C" fn(c_int, context: *mut c_void) -> c_int, fallback = -1)]
pub(super) type SharedSync = dyn Fn(c_int) -> c_int + Send + Sync;

//! Declarations that several modules share.

use std::ffi::{c_int, c_void};
use std::ops::ControlFlow;

use callback_runtime::callback;

#[callback(extern "C", fallback = -1)]
pub(crate) type Tick = dyn FnMut(c_int) -> c_int;

#[callback(extern "C", fallback = -1)]
pub(crate) type Tock = dyn Fn(c_int) -> c_int;

#[callback(extern "C", fallback = -1)]
pub(crate) type Spark = dyn FnMut(c_int) -> c_int + Send;

#[callback(extern "C", fallback = -1)]
pub(crate) type Flash = dyn Fn(c_int) -> c_int + Send + Sync;

#[callback(
    extern "C" fn(c_int, context: *mut c_void) -> c_int,
    continue = 1, break = 0, fallback = -1,
)]
pub(crate) type Visit<B> = dyn FnMut(c_int) -> ControlFlow<B>;

#[callback(extern "C" fn(c_int, context: *mut c_void) -> c_int, ok = 0, err = 1, fallback = -1)]
pub(crate) type Try<E> = dyn FnMut(c_int) -> Result<(), E>;

#[callback(extern "C" fn(context: usize, c_int) -> c_int, fallback = -1)]
pub(crate) type ByNumber = dyn FnMut(c_int) -> c_int;

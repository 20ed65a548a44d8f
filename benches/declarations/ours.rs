//! Declarations with the attribute. The part below the line is repeated for each: see `src/many.rs`.

use std::ffi::c_void;

use callback_runtime::callback;

unsafe extern "C" {
    fn each(function: unsafe extern "C" fn(i32, *mut c_void) -> i32, user: *mut c_void) -> i32;
}

// ---
#[callback(extern "C", fallback = NUMBER)]
pub type CallbackNUMBER = dyn FnMut(i32) -> i32;

pub fn use_NUMBER(subtrahend: i32) -> i32 {
    let mut sum = 0;
    let answer = CallbackNUMBER::new(|item: i32| {
        sum += item;
        item.wrapping_mul(NUMBER).checked_sub(subtrahend).unwrap()
    })
    .scope(|function, user| unsafe { each(function, user) });
    answer + sum
}

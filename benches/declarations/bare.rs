//! No guard. The part below the line is repeated for each declaration.

use std::ffi::c_void;

unsafe extern "C" {
    fn each(function: unsafe extern "C" fn(i32, *mut c_void) -> i32, user: *mut c_void) -> i32;
}

// ---
pub unsafe extern "C" fn trampoline_NUMBER<F: FnMut(i32) -> i32>(
    item: i32,
    user: *mut c_void,
) -> i32 {
    (unsafe { &mut *user.cast::<F>() })(item)
}

fn call_NUMBER<F: FnMut(i32) -> i32>(mut closure: F) -> i32 {
    unsafe { each(trampoline_NUMBER::<F>, (&raw mut closure).cast()) }
}

pub fn use_NUMBER(subtrahend: i32) -> i32 {
    let mut sum = 0;
    let answer = call_NUMBER(|item: i32| {
        sum += item;
        item.wrapping_mul(NUMBER).checked_sub(subtrahend).unwrap()
    });
    answer + sum
}

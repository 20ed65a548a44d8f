use callback_runtime::callback;
use core::ffi::c_void;

#[callback(extern "C", context = none)]
fn no_user_data() {}

#[callback(extern "C" fn(user: *mut c_void), context = user)]
fn found(_user: *mut c_void) {}

#[callback(extern "C", slots = 4)]
fn in_slots() {}

fn main() {}

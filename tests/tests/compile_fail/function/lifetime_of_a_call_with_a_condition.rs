//! With such a condition, a function could keep what C passed for one call.
use callback_runtime::callback;

#[callback(extern "C" fn(*const u8))]
fn kept<'a: 'static>(_value: &'a u8) {}

#[callback(extern "C" fn(*const u8, *const u8))]
fn right<'a: 'b, 'b>(_value: &'a u8, _other: &'b u8) {}

fn main() {}

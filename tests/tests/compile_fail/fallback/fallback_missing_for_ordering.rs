use core::cmp::Ordering;

use callback_runtime::callback;

#[callback(extern "C")]
type Compare = dyn FnMut(&u32, &u32) -> Ordering;

fn main() {}

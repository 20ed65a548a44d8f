use callback_runtime::callback;

#[callback]
type Visit = dyn FnMut(u32) -> i32;

fn main() {}

use callback_runtime::callback;

#[callback(abi = "C", fallback = 0)]
type Visit = dyn FnMut(u32) -> i32;

fn main() {}

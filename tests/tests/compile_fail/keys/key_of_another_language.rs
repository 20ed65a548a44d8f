use callback_runtime::callback;

#[callback(extern "C", on_panic = 0)]
type Visit = dyn FnMut(u32) -> i32;

fn main() {}

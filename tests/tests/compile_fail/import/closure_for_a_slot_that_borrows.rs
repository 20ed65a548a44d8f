use callback_runtime::{callback, import};

#[callback(extern "C", context = none, slots = 1)]
type Visit = dyn FnMut(i32);

#[import]
unsafe extern "C" {
    safe fn keep(#[slot] step: Visit);
}

fn main() {
    let mut sum = 0;
    _ = keep(|item| sum += item);
}

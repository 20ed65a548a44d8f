use callback_runtime::{callback, import};

#[callback(extern "C", context = none, slots = 1)]
type Visit = dyn FnMut(i32);

#[import]
unsafe extern "C" {
    safe fn each(#[scope] step: Visit);
}

fn main() {
    each(|_item: u8| {});
}

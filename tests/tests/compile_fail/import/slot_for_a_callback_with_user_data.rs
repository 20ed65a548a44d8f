use callback_runtime::{callback, import};

#[callback(extern "C")]
type Visit = dyn FnMut(i32);

#[import]
unsafe extern "C" {
    safe fn a(#[scope] step: Visit);
}

fn main() {}

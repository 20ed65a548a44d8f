use callback_runtime::{callback, import};

#[callback(extern "C", context = none, slots = 1)]
type Visit = dyn FnMut(i32);

#[import]
unsafe extern "C" {
    safe fn a(#[slot] step: Visit) -> i32;
}

fn main() {
    let (_sum, kept): (i32, callback_runtime::Slot<Visit>) = a(|_item| {});
    std::thread::spawn(move || drop(kept));
}

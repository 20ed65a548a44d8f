use callback_runtime::{Slot, callback};

#[callback(extern "C" fn(i32), context = none)]
type OnSignal = dyn FnMut(i32);

fn to_another_thread(slot: Slot<OnSignal>) {
    std::thread::spawn(move || drop(slot));
}

fn main() {}

use callback_runtime::{Owned, callback};

#[callback(extern "C", fallback = 0)]
type Tick = dyn FnMut(i32) -> i32;

fn to_another_thread(owned: Owned<Tick>) {
    std::thread::spawn(move || drop(owned));
}

fn main() {}

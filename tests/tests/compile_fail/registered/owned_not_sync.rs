use callback_runtime::{Owned, callback};

#[callback(extern "C", fallback = 0)]
type Tock = dyn Fn(i32) -> i32;

fn from_another_thread(owned: &Owned<Tock>) {
    std::thread::scope(|scope| {
        scope.spawn(|| owned.fault());
    });
}

fn main() {}

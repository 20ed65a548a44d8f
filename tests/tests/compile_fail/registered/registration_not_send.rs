use callback_runtime::{Registration, callback};

#[callback(extern "C", fallback = 0)]
type Tick = dyn FnMut(i32) -> i32;

fn to_another_thread(registration: Registration<'static, Tick, i32>) {
    std::thread::spawn(move || drop(registration));
}

fn main() {}

use callback_runtime::{Registration, callback};

#[callback(extern "C", fallback = 0)]
type Tock = dyn Fn(i32) -> i32;

fn from_another_thread(registration: &Registration<'static, Tock, i32>) {
    std::thread::scope(|threads| {
        threads.spawn(|| registration.fault());
    });
}

fn main() {}

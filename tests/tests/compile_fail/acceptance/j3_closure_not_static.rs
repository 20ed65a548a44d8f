use callback_runtime::callback;

#[callback(extern "C", fallback = 0)]
type Async = dyn Fn() -> i32 + Send + Sync;

fn main() {
    let value = 1;
    Async::new(|| value).forever();
}

use callback_runtime::callback;

#[callback(extern "C", fallback = 0)]
type Tick = dyn FnMut(i32) -> i32;

fn main() {
    let _ = Tick::new(|item| item).completion();
}

use callback_runtime::callback;

#[callback(extern "C", fallback = 0)]
type Done = dyn FnOnce(i32) -> i32;

fn main() {
    let _owned = Done::new(|item| item).owned();
}

use callback_runtime::callback;

#[callback(extern "C", fallback = 0)]
type Done = dyn FnOnce(i32) -> i32;

fn main() {
    let _ = Done::new(|item| item).register(|_, _| Err(1), |_, _, ()| Ok(()));
}

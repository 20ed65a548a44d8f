use callback_runtime::{callback, import};

type Result<T> = core::result::Result<T, ()>;

#[callback(extern "C" fn(context: usize) -> i32, err = -1, fallback = -1)]
type Next<T: callback_runtime::IntoC<i32>> = dyn FnMut() -> Result<T>;

#[import]
unsafe extern "C" {
    safe fn a<T: callback_runtime::IntoC<i32>>(#[scope] next: Next<T>, context: usize);
}

fn main() {}

use std::rc::Rc;

use callback_runtime::callback;

#[callback(extern "C" fn(context: usize) -> i32, ok = 0, err = 1, fallback = 1)]
type Run<E> = dyn FnOnce() -> Result<(), E> + Send;

fn main() {
    let _run = Run::new(|| Err(Rc::new(3)));
}

use std::rc::Rc;

use callback_runtime::callback;

#[callback(extern "C", fallback = 0)]
type Tick = dyn FnMut(i32) -> i32 + Send;

fn main() {
    let mine = Rc::new(1);
    let _ = Tick::new(|item| item).register(|_, _| Err(1), move |_, _, ()| Err(*mine));
}

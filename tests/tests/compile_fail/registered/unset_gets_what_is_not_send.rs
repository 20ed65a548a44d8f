use std::rc::Rc;

use callback_runtime::callback;

#[callback(extern "C", fallback = 0)]
type Tick = dyn FnMut(i32) -> i32 + Send;

fn main() {
    let _ = Tick::new(|item| item).register(|_, _| Ok(Rc::new(1)), |_, _, mine| Err(*mine));
}

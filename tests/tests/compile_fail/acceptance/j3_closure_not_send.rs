use std::rc::Rc;

use callback_runtime::callback;

#[callback(extern "C", fallback = 0)]
type Async = dyn FnMut() -> i32 + Send;

fn main() {
    let value = Rc::new(1);
    Async::new(move || *value).scope(|_function, _context| {});
}

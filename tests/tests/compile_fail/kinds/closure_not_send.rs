use std::rc::Rc;

use callback_runtime::callback;

#[callback(extern "C")]
type OnEvent = dyn FnMut(u32) + Send;

fn main() {
    let name = Rc::new(3);
    OnEvent::new(move |event| assert_eq!(event, *name)).scope(|_function, _context| {});
}

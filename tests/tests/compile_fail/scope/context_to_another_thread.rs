use std::rc::Rc;

use callback_runtime::callback;

#[callback(extern "C")]
type Visit = dyn FnMut(u32);

fn main() {
    let last = Rc::new(3);
    let visit = Visit::new(move |item| assert_eq!(item, *last));
    std::thread::spawn(move || visit.scope(|_function, _context| {}));
}

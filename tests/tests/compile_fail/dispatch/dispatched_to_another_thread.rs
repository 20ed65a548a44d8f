use callback_runtime::{Dispatcher, callback};

#[callback(extern "C")]
type OnEvent = dyn FnMut(i32);

fn main() {
    let dispatcher = Dispatcher::new(8);
    let dispatched = OnEvent::new(|_event| {}).dispatch(&dispatcher);
    std::thread::spawn(move || drop(dispatched));
}

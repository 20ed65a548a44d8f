use callback_runtime::callback;

#[callback(extern "C")]
type OnEvent = dyn FnMut(u32);

fn main() {
    let name = String::from("event");
    OnEvent::new(|_event| drop(name)).scope(|_function, _context| {});
}

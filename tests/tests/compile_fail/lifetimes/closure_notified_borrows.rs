use callback_runtime::callback;

#[callback(extern "C")]
type OnEvent = dyn FnMut(u32);

fn main() {
    let mut count = 0;
    let on_event = OnEvent::new(|event| count += event);
    on_event.notified(|_function, _context, _destroy| Ok::<(), ()>(())).unwrap();
}

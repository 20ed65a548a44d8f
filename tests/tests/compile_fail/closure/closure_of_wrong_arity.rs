use callback_runtime::callback;

#[callback(extern "C")]
type OnEvent = dyn FnMut(u32, i32);

fn main() {
    OnEvent::new(|_event| {}).scope(|_function, _context| {});
}

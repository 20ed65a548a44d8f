use callback_runtime::callback;

#[callback(extern "C" fn(u32, context: f64))]
type OnEvent = dyn FnMut(u32);

fn main() {
    OnEvent::new(|_event| {}).scope(|_function, _context| {});
}

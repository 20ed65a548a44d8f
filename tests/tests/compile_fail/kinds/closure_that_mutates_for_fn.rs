use callback_runtime::callback;

#[callback(extern "C")]
type OnEvent = dyn Fn(u32);

fn main() {
    let mut count = 0;
    OnEvent::new(|event| count += event).scope(|_function, _context| {});
}

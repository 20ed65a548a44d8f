use callback_runtime::callback;

#[callback(extern "C")]
type OnEvent = dyn FnMut(u32);

fn main() {
    let _on_event: Box<OnEvent> = Box::new(|_event| {});
}

use callback_runtime::callback;

#[callback(extern "C")]
type OnEvent = dyn FnMut(u32);

fn main() {
    let _bound = OnEvent::new(|_event| {}).bind();
}

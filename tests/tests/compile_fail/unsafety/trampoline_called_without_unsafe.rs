use callback_runtime::callback;

#[callback(extern "C")]
type OnEvent = dyn FnMut(u32);

fn main() {
    OnEvent::new(|_event| {}).scope(|on_event, context| on_event(3, context));
}

use callback_runtime::callback;

#[callback(extern "C")]
type OnEvent = dyn FnMut(u32);

fn main() {
    OnEvent::new(|_event| {}).scope(|function, context| function(1, context));
}

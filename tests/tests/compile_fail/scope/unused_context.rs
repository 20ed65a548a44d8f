#![deny(unused_must_use)]
use callback_runtime::callback;

#[callback(extern "C")]
type OnEvent = dyn FnMut(u32);

fn main() {
    OnEvent::new(|_event| {});
}

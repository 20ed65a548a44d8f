#![deny(deprecated)]
use callback_runtime::callback;

#[deprecated = "use `OnInput`"]
#[callback(extern "C")]
type OnEvent = dyn FnMut(u32);

fn main() {
    OnEvent::new(|_event| {}).scope(|_function, _context| {});
}

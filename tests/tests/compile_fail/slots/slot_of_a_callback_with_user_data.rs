use callback_runtime::{Slot, callback};

#[callback(extern "C")]
type OnEvent = dyn FnMut(u32);

pub struct Listener {
    pub slot: Slot<OnEvent>,
}

fn main() {
    let slot = OnEvent::new(|_event| {}).slot().unwrap();
    let _function = slot.function();
    OnEvent::new(|_event| {}).try_scope(|_function| {}).unwrap();
}

use callback_runtime::{RawContext, RawFn};

type OnEvent = dyn FnMut(u32);

unsafe extern "C" {
    pub fn each(on_event: RawFn<OnEvent>, user: RawContext<OnEvent>);
}

fn main() {}

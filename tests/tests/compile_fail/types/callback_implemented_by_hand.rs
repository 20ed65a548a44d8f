use callback_runtime::Accepts;
use callback_runtime::callback;

#[callback(extern "C")]
type OnEvent = dyn FnMut(u32);

impl Accepts<u32> for OnEvent {
    fn function<L>() -> callback_runtime::RawFn<OnEvent> {
        todo!()
    }
}

fn main() {}

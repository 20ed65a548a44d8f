use callback_runtime::callback;

#[callback(extern "C" fn(u32), context = none)]
type OnEvent = dyn FnMut(u32);

fn main() {
    OnEvent::new(|_event| {}).scope(|function| {
        let _delegate: Box<dyn Fn(u32)> = Box::new(function);
    });
}

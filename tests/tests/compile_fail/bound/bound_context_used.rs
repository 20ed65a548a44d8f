use core::pin::pin;

use callback_runtime::callback;

#[callback(extern "C")]
type Visit = dyn FnMut(u32);

fn main() {
    let mut context = pin!(Visit::new(|_item| {}));
    let bound = context.as_mut().bind();
    let _again = context.as_mut().bind();
    bound.finish(());
}

use core::pin::pin;

use callback_runtime::callback;

#[callback(extern "C")]
type Visit = dyn FnMut(u32);

fn main() {
    let mut items = Vec::new();
    let mut context = pin!(Visit::new(|item| items.push(item)));
    let bound = context.as_mut().bind();
    items.clear();
    bound.finish(());
}

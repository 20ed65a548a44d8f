use callback_runtime::callback;

#[callback(extern "C")]
type Visit = dyn FnMut(u32);

fn main() {
    let bound = {
        let mut context = Box::pin(Visit::new(|_item| {}));
        context.as_mut().bind()
    };
    bound.finish(());
}

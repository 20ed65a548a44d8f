use callback_runtime::callback;

#[callback(extern "C")]
type Visit = dyn FnMut(u32);

fn main() {
    let mut context = Box::pin(Visit::new(|_item| {}));
    let bound = context.as_mut().bind();
    std::thread::scope(|scope| {
        scope.spawn(move || bound.finish(()));
    });
}

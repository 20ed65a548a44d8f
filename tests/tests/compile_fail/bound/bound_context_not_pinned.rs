use callback_runtime::callback;

#[callback(extern "C")]
type Visit = dyn FnMut(u32);

fn main() {
    let mut context = Visit::new(|_item| {});
    (&mut context).bind().finish(());
}

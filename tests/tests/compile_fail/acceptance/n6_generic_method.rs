use callback_runtime::callback;

#[callback(extern "C")]
fn on_event<T>(_event: T) {}

fn main() {}

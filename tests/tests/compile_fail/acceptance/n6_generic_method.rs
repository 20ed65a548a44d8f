use callback_runtime::callback;

#[callback(extern "C")]
#[unsafe(no_mangle)]
pub fn on_event<T>(_event: T) {}

fn main() {}

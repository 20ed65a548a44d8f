use callback_runtime::callback;

#[callback(extern "C")]
fn visit(_value: impl Clone) {}

fn main() {}

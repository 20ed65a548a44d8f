use callback_runtime::callback;

struct Window;

#[callback(extern "C")]
impl Window {}

fn main() {}

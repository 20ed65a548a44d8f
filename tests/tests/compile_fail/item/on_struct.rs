use callback_runtime::callback;

#[callback(extern "C", fallback = 0)]
struct Compare {
    _left: u32,
}

fn main() {}

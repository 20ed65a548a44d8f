use callback_runtime::callback;

#[callback(extern "C", fallback = 0)]
fn compare(_left: &u32, _right: &u32) -> i32 {
    0
}

fn main() {}

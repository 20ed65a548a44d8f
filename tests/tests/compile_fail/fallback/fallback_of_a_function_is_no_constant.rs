use callback_runtime::callback;

fn value() -> i32 {
    1
}

#[callback(extern "C" fn(i32) -> i32, fallback = value())]
fn twice(number: i32) -> i32 {
    2 * number
}

fn main() {}

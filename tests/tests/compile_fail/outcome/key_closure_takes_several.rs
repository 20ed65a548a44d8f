use callback_runtime::callback;

#[callback(
    extern "C" fn(_out: *mut i32, context: usize) -> i32,
    ok = |value, out| 0,
    err = || 1,
    fallback = 2,
)]
type Parse = dyn FnMut() -> Result<i32, u8>;

fn main() {}

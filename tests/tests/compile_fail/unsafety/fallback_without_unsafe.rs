use callback_runtime::callback;

const unsafe fn refuse() -> i32 {
    1
}

#[callback(extern "C", fallback = refuse())]
type Visit = dyn FnMut(u32) -> i32;

fn main() {}

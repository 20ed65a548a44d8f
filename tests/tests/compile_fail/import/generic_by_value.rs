use callback_runtime::import;

#[import]
unsafe extern "C" {
    unsafe fn a<T>(value: T);
}

fn main() {}

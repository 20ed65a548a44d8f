use callback_runtime::import;

#[import]
unsafe extern "C" {
    unsafe fn a<T: ?Sized>(value: *const T);
}

fn main() {}

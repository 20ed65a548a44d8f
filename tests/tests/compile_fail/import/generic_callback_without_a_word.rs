use callback_runtime::import;

#[import]
unsafe extern "C" {
    unsafe fn a<T>(items: *mut T, step: Visit<T>, context: usize);
}

fn main() {}

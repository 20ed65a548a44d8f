use callback_runtime::import;

#[import]
unsafe extern "C" {
    fn printf(format: &CStr, ...) -> i32;
}

fn main() {}

use callback_runtime::import;

#[import]
unsafe extern "C" {
    safe fn a<T>(count: i32, text: &core::ffi::CStr);
}

fn main() {}

use callback_runtime::import;

#[import]
unsafe extern "C" {
    safe fn a(text: &core::ffi::CStr);
    safe fn a(text: &core::ffi::CStr, length: usize);
}

fn main() {}

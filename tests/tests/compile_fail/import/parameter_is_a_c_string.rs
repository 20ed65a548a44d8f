use callback_runtime::import;

#[import]
unsafe extern "C" {
    safe fn a(text: std::ffi::CString);
}

fn main() {}

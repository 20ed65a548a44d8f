#![forbid(unsafe_code)]

use callback_runtime::import;

#[import]
unsafe extern "C" {
    safe fn a(text: &core::ffi::CStr);
}

fn main() {}

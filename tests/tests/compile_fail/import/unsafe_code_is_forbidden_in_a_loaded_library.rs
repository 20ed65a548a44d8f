#![forbid(unsafe_code)]

use callback_runtime::import;

#[import(load = "library", as = Library)]
unsafe extern "C" {
    safe fn a(text: &core::ffi::CStr);
}

fn main() {}

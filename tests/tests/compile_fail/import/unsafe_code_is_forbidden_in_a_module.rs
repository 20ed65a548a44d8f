#![forbid(unsafe_code)]

use callback_runtime::import;

#[import(from = functions)]
unsafe extern "C" {
    safe fn a(text: &core::ffi::CStr);
}

mod functions {
    pub fn a(_: *const core::ffi::c_char) {}
}

fn main() {}

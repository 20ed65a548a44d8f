use core::ffi::c_void;

use callback_runtime::import;

mod functions {
    pub fn a(_: *const u64, _: usize) {}
}

#[import(from = functions)]
unsafe extern "C" {
    safe fn a(#[c(*const c_void, usize)] items: &[u32]);
}

fn main() {}

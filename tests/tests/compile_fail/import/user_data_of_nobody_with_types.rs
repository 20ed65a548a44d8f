use callback_runtime::import;

#[import]
unsafe extern "C" {
    safe fn a(#[c(*mut core::ffi::c_void)] context: *mut core::ffi::c_void);
}

fn main() {}

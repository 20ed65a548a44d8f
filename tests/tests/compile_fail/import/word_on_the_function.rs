use callback_runtime::{callback, import};

#[callback(extern "C")]
type Visit = dyn FnMut(i32);

#[import]
unsafe extern "C" {
    #[scope]
    fn a(#[scope] visit: Visit, context: *mut core::ffi::c_void);
}

fn main() {}

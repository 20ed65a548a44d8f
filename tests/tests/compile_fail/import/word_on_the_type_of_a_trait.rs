use callback_runtime::{callback, import};

#[callback(extern "C")]
trait Both {
    fn one(&mut self);
}

#[import]
unsafe extern "C" {
    fn a(#[scope] both: dyn Both, context: *mut core::ffi::c_void);
}

fn main() {}

use callback_runtime::{callback, import};

#[callback(extern "C")]
type Visit = dyn FnMut(i32);

#[import]
unsafe extern "C" {
    fn a(#[scope] one: Visit, #[scope] two: Visit, #[context(one, two)] user: *mut core::ffi::c_void);
}

fn main() {}

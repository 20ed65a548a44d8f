use callback_runtime::{Errno, callback, import};

#[callback(extern "C")]
type Visit = dyn FnMut(i32);

#[import]
unsafe extern "C" {
    fn a(
        #[register(unset = end(id))] kept: Visit,
        #[context(kept)] user: *mut core::ffi::c_void,
        #[scope] each: Visit,
        #[context(each)] context: *mut core::ffi::c_void,
        #[out] id: i32,
    ) -> Result<(), Errno>;
    safe fn end(id: i32) -> Result<(), Errno>;
}

fn main() {}

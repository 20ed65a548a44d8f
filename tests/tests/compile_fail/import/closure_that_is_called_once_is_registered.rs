use core::ffi::c_void;

use callback_runtime::{Errno, callback, import};

#[callback(extern "C")]
type Visit = dyn FnOnce(i32);

#[import]
unsafe extern "C" {
    safe fn keep(
        #[register(unset = Ok(()))] step: Visit,
        context: *mut c_void,
    ) -> Result<(), Errno>;
}

fn main() {
    _ = keep(|_item| {});
}

use core::ffi::c_void;

use callback_runtime::{Errno, callback, import};

#[callback(extern "C")]
type Visit = dyn FnMut(i32);

#[import]
unsafe extern "C" {
    safe fn keep(
        #[notified] step: Visit,
        context: *mut c_void,
        destroy: callback_runtime::RawDestroy<Visit>,
    ) -> Result<(), Errno>;
}

fn main() {
    let mut sum = 0;
    _ = keep(|item| sum += item);
}

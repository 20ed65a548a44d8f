use core::ffi::c_void;

use callback_runtime::{Errno, callback, import};

#[callback(extern "C")]
type Visit = dyn FnMut(i32);

#[import]
unsafe extern "C" {
    safe fn keep(
        name: &core::ffi::CStr,
        #[register(unset = { _ = name; Ok(()) })] step: Visit,
        context: *mut c_void,
    ) -> Result<(), Errno>;
}

fn main() {
    let kept = keep(&c"name".to_owned(), |_item| {});
    drop(kept);
}

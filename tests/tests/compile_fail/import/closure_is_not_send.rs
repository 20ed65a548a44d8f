use core::ffi::c_void;

use callback_runtime::{Errno, callback, import};

#[callback(extern "C")]
type Visit = dyn FnMut() + Send;

#[import]
unsafe extern "C" {
    safe fn once(#[once] step: Visit, context: *mut c_void) -> Result<(), Errno>;
}

fn main() {
    let last = std::rc::Rc::new(3);
    _ = once(move || assert_eq!(*last, 3));
}

use callback_runtime::{Errno, callback, import};

#[callback(extern "C")]
type Visit = dyn FnMut(i32);

#[import(load = "library", as = Library)]
unsafe extern "C" {
    fn a(
        #[register(unset = self.end())] kept: Visit,
        context: *mut core::ffi::c_void,
    ) -> Result<(), Errno>;
    safe fn end() -> Result<(), Errno>;
}

fn main() {}

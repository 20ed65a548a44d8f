use core::ffi::c_void;

use callback_runtime::{Check, callback, import};

pub struct File(Box<i32>);
pub struct Code;

impl Check<File> for Code {
    fn check(raw: File) -> Result<File, Self> {
        Ok(raw)
    }
}

#[callback(extern "C")]
type Visit = dyn FnMut(i32);

#[import]
unsafe extern "C" {
    fn open(
        #[register(unset = Ok(drop(result)))] step: Visit,
        context: *mut c_void,
    ) -> Result<File, Code>;
}

fn main() {}

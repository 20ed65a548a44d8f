use callback_runtime::callback;

#[callback(extern "C" fn(i32, *mut *mut u8, context: usize))]
type OnRow = dyn FnMut(&[&core::ffi::CStr]);

fn main() {}

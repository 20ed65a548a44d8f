use callback_runtime::callback;

pub trait Reader {
    #[callback(extern "C" fn(context: *mut core::ffi::c_void))]
    fn read(&mut self);
}

fn main() {}

use callback_runtime::callback;

#[callback(extern "C")]
pub trait Reader {
    #[callback(context: *mut core::ffi::c_void)]
    fn read(&mut self);
}

fn main() {}

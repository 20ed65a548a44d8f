use callback_runtime::callback;

#[callback(extern "C")]
pub trait Reader {
    #[callback(fn(context: *mut core::ffi::c_void))]
    pub fn read(&mut self);
    pub(crate) fn close(&mut self);
}

fn main() {}

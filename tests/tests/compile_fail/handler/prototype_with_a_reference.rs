use callback_runtime::callback;

#[callback(extern "C")]
pub trait Reader {
    #[callback(fn(&mut u32, context: *mut core::ffi::c_void))]
    fn read(&mut self, _count: &mut u32);
}

fn main() {}

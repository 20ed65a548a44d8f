use callback_runtime::callback;

#[callback(extern "C", slots = 4, matches = Read)]
pub trait Reader {
    #[callback(slots = 4)]
    fn read(&mut self);
}

pub type Read = unsafe extern "C" fn(*mut core::ffi::c_void);

fn main() {}

use callback_runtime::{RawContext, RawFn, callback};
use core::ffi::c_void;

#[callback(extern "C", destroy = extern "C" fn(context: *mut c_void, *mut u8))]
type Tick = dyn FnMut();

unsafe extern "C" {
    fn add(f: RawFn<Tick>, user: RawContext<Tick>, destroy: unsafe extern "C" fn(*mut c_void));
}

fn main() {
    let _ = Tick::new(|| {}).notified(|f, user, destroy| {
        unsafe { add(f, user, destroy) };
        Ok::<_, ()>(())
    });
}

use callback_runtime::{callback, import};
use core::ptr;

#[callback(
    extern "C" fn(context: usize) -> *const i32,
    ok = |()| ptr::null(), err = |error: &E| ptr::from_ref(error).cast(), fallback = ptr::null(),
)]
type Next<E> = dyn FnMut() -> Result<(), E>;

#[import]
unsafe extern "C" {
    safe fn a<E>(#[scope] next: Next<E>, context: usize);
}

fn main() {}

use callback_runtime::{callback, import};

#[callback(extern "C" fn(*const i32, context: usize))]
type Keep<'a> = dyn FnMut(&'a i32);

#[allow(unused_macros)]
macro_rules! keep {
    () => { Keep<'a> };
}

#[import]
unsafe extern "C" {
    safe fn a<'a>(#[scope] step: keep!(), context: usize);
}

fn main() {}

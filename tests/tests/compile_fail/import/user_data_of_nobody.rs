use callback_runtime::{callback, import};

#[callback(extern "C")]
type Visit = dyn FnMut(i32);

#[import]
unsafe extern "C" {
    fn a(#[scope] step: Visit, #[context(stop)] user: usize);
}

fn main() {}

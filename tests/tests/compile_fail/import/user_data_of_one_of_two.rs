use callback_runtime::{callback, import};

#[callback(extern "C")]
type Visit = dyn FnMut(i32);

#[import]
unsafe extern "C" {
    fn a(#[scope] first: Visit, #[scope] second: Visit, context: usize);
}

fn main() {}

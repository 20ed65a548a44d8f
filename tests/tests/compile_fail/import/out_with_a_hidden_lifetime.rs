use callback_runtime::{Errno, import};

#[repr(transparent)]
pub struct Lent<'a>(&'a i32);

#[import(load = "library", as = Library)]
unsafe extern "C" {
    safe fn a(key: &i32, #[out] lent: Lent) -> Result<(), Errno>;
}

fn main() {}

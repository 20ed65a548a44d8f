use callback_runtime::import;

#[repr(transparent)]
pub struct Lent<'a>(&'a i32);

#[import(load = "library", as = Library)]
unsafe extern "C" {
    safe fn a(key: &i32, #[out] lent: Lent<'_>) -> Result<(), callback_runtime::Errno>;
    fn b(key: &i32) -> Lent<'_>;
}

fn main() {}

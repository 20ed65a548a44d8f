use callback_runtime::import;

unsafe fn secret() -> i32 {
    3
}

#[import]
unsafe extern "C" {
    unsafe fn a(#[c(i32 = secret())] _: ());
}

fn main() {}

use callback_runtime::import;

unsafe fn choose() -> i32 {
    0
}

#[import]
unsafe extern "C" {
    fn a(#[c(i32 = choose())] _: ());
}

fn main() {}

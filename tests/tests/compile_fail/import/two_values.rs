use callback_runtime::import;

#[import]
unsafe extern "C" {
    fn a(#[c(i32, i32 = 3)] _: ());
}

fn main() {}

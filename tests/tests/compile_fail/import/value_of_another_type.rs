use callback_runtime::import;

#[import]
unsafe extern "C" {
    fn a(#[c(i32 = "zero")] _: ());
}

fn main() {}

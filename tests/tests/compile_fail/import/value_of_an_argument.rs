use callback_runtime::import;

#[import]
unsafe extern "C" {
    fn a(#[c(i32 = 0)] flags: i32);
}

fn main() {}

use callback_runtime::import;

#[import]
unsafe extern "C" {
    fn a(i32);
}

fn main() {}

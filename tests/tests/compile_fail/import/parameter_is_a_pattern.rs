use callback_runtime::import;

#[import]
unsafe extern "C" {
    fn a(mut first: i32);
}

fn main() {}

use callback_runtime::import;

#[import]
unsafe extern "C" {
    fn a(first: i32 second: i32);
}

fn main() {}

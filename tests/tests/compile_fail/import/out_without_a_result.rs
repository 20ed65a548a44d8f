use callback_runtime::import;

#[import]
unsafe extern "C" {
    fn a(#[out] value: i32) -> i32;
}

fn main() {}

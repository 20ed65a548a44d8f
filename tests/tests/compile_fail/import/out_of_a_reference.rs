use callback_runtime::import;

#[import]
unsafe extern "C" {
    fn a(#[out] value: &mut i32) -> Result<(), Errno>;
}

fn main() {}

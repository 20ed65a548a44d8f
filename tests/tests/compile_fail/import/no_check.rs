use callback_runtime::{Errno, import};

#[import]
unsafe extern "C" {
    fn a() -> Result<u8, Errno>;
}

fn main() {}

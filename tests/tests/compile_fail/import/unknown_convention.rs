use callback_runtime::{Errno, import};

#[import]
unsafe extern "winapi" {
    fn a() -> Result<(), Errno>;
}

fn main() {}

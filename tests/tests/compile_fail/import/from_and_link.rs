use callback_runtime::{Errno, import};

#[import(from = functions)]
#[link(name = "library")]
unsafe extern "C" {
    fn a() -> Result<(), Errno>;
}

fn main() {}

use callback_runtime::{Errno, import};

mod functions {
    pub fn a() -> u32 { 0 }
}

#[import(from = functions)]
unsafe extern "C" {
    safe fn a() -> Result<(), Errno>;
}

fn main() {}

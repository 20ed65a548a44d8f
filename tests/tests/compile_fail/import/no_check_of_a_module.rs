use callback_runtime::{Errno, import};

mod functions {
    pub fn a() -> u8 { 0 }
}

#[import(from = functions)]
unsafe extern "C" {
    safe fn a() -> Result<u8, Errno>;
}

fn main() {}

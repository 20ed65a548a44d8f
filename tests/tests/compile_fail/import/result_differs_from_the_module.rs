use callback_runtime::import;

mod functions {
    pub fn a() -> u32 { 0 }
}

#[import(from = functions)]
unsafe extern "C" {
    safe fn a() -> i32;
}

fn main() {}

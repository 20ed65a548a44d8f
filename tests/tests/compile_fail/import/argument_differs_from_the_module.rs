use callback_runtime::import;

mod functions {
    pub fn a(_: u32) {}
}

#[import(from = functions)]
unsafe extern "C" {
    safe fn a(value: i32);
}

fn main() {}

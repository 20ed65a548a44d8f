use callback_runtime::import;

mod functions {
    pub fn a() {}
}

#[import(from = functions)]
unsafe extern "C" {
    safe fn a(value: i32);
}

fn main() {}

use callback_runtime::import;

mod functions {
    pub fn a() {}
}

#[import(from = functions)]
unsafe extern "C" {
    static NUMBER: i32;
    fn a();
}

fn main() {}

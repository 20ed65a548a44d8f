use callback_runtime::import;

mod functions {
    pub fn a(_: *const u64, _: usize) {}
}

#[import(from = functions)]
unsafe extern "C" {
    safe fn a(items: &[u32]);
}

fn main() {}

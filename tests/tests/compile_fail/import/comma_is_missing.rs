use callback_runtime::import;

#[import(from = functions crate = callback_runtime)]
unsafe extern "C" {
    fn a();
}

fn main() {}

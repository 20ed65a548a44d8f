use callback_runtime::import;

#[import(crate = callback_runtime, crate = callback_runtime)]
unsafe extern "C" {
    fn a();
}

fn main() {}

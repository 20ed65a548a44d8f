use callback_runtime::import;

#[import(crate =)]
unsafe extern "C" {
    fn a();
}

fn main() {}

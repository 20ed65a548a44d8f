use callback_runtime::import;

#[import(from)]
unsafe extern "C" {
    fn a();
}

fn main() {}

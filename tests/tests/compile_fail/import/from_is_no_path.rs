use callback_runtime::import;

#[import(from = 3)]
unsafe extern "C" {
    fn a();
}

fn main() {}

use callback_runtime::import;

#[import(load = "library")]
unsafe extern "C" {
    fn a();
}

fn main() {}

use callback_runtime::import;

#[import(load = "library", as)]
unsafe extern "C" {
    fn a();
}

fn main() {}

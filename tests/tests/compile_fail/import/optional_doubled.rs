use callback_runtime::import;

#[import(load = "library", as = Name)]
unsafe extern "C" {
    #[optional]
    #[optional]
    fn a();
}

fn main() {}

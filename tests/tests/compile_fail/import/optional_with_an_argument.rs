use callback_runtime::import;

#[import(load = "library", as = Name)]
unsafe extern "C" {
    #[optional(true)]
    fn a();
}

fn main() {}

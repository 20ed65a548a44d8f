use callback_runtime::import;

#[import(load = "library", as = Name)]
#[link(name = "library")]
unsafe extern "C" {
    fn a();
}

fn main() {}

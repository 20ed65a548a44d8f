use callback_runtime::import;

#[import(load = "library", as = Name)]
unsafe extern "C" {
    fn load();
}

fn main() {}

use callback_runtime::import;

#[import(load = , as = Name)]
unsafe extern "C" {
    fn a();
}

fn main() {}

use callback_runtime::import;

#[import(load = "library", as = Name, from = functions)]
unsafe extern "C" {
    fn a();
}

fn main() {}

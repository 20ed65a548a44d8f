use callback_runtime::import;

#[import(as = Name)]
unsafe extern "C" {
    fn a();
}

fn main() {}

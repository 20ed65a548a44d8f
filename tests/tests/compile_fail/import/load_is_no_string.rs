use callback_runtime::import;

#[import(load = 3, as = Library)]
unsafe extern "C" {
    fn a();
}

fn main() {}

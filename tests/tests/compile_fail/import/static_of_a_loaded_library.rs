use callback_runtime::import;

#[import(load = "library", as = Name)]
unsafe extern "C" {
    static NUMBER: i32;
}

fn main() {}

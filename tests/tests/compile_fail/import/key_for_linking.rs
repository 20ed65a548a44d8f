use callback_runtime::import;

#[import(lib = "user32")]
unsafe extern "C" {
    fn a();
}

fn main() {}

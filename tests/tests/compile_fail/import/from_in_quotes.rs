use callback_runtime::import;

#[import(from = "functions")]
unsafe extern "C" {
    fn a();
}

fn main() {}

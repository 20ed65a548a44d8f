use callback_runtime::import;

#[import(charset = "unicode")]
unsafe extern "C" {
    fn a();
}

fn main() {}

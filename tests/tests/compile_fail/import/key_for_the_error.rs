use callback_runtime::import;

#[import(SetLastError = true)]
unsafe extern "C" {
    fn a();
}

fn main() {}

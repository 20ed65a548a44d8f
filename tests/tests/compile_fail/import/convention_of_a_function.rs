use callback_runtime::import;

#[import]
unsafe extern "C" {
    extern "C" fn a();
}

fn main() {}

use callback_runtime::import;

#[import]
unsafe extern "C" {
    proc a();
}

fn main() {}

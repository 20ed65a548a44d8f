use callback_runtime::import;

#[import]
unsafe extern "C" {
    safe unsafe fn a();
}

fn main() {}

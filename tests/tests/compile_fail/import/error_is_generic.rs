use callback_runtime::import;

#[import]
unsafe extern "C" {
    unsafe fn a<E>() -> Result<(), E>;
}

fn main() {}

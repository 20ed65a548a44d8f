use callback_runtime::import;

#[import]
unsafe extern "C" {
    const fn a();
}

fn main() {}

use callback_runtime::import;

#[import]
unsafe extern "C" {
    fn a(#[slot] step: Visit, context: usize);
}

fn main() {}

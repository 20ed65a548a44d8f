use callback_runtime::import;

#[import]
unsafe extern "C" {
    fn a(#[owned] step: Visit, context: usize);
}

fn main() {}

use callback_runtime::import;

#[import]
unsafe extern "C" {
    fn a(#[callback] step: Visit, context: usize);
}

fn main() {}

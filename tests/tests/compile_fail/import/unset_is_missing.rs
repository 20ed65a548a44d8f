use callback_runtime::import;

#[import]
unsafe extern "C" {
    fn a(#[register] step: Visit, context: usize);
}

fn main() {}

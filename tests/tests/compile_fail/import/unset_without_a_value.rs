use callback_runtime::import;

#[import]
unsafe extern "C" {
    fn a(#[register(unset =)] step: Visit, context: usize);
}

fn main() {}

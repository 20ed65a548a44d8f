use callback_runtime::import;

#[import]
unsafe extern "C" {
    fn a(#[register(unest = b())] step: Visit, context: usize);
}

fn main() {}

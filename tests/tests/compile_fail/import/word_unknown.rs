use callback_runtime::import;

#[import]
unsafe extern "C" {
    fn a(#[nullable] step: Visit, context: usize);
}

fn main() {}

use callback_runtime::import;

#[import]
unsafe extern "C" {
    fn a(#[scpoe] step: Visit, context: usize);
}

fn main() {}

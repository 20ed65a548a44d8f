use callback_runtime::import;

#[import]
unsafe extern "C" {
    fn a(#[once] step: Visit, context: usize) -> i32;
}

fn main() {}

use callback_runtime::import;

#[import]
unsafe extern "C" {
    fn a(#[scope] #[scope] step: Visit, context: usize);
}

fn main() {}

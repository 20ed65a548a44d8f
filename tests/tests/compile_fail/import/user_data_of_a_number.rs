use callback_runtime::import;

#[import]
unsafe extern "C" {
    fn a(#[scope] step: Visit, #[context(0)] user: usize);
}

fn main() {}

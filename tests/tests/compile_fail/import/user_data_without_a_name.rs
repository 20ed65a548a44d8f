use callback_runtime::import;

#[import]
unsafe extern "C" {
    fn a(#[scope] step: Visit, #[context] user: usize);
}

fn main() {}

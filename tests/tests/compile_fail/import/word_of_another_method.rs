use callback_runtime::import;

#[import]
unsafe extern "C" {
    fn a(#[dispatch] step: Visit, context: usize);
}

fn main() {}

use callback_runtime::import;

#[import]
unsafe extern "C" {
    fn a(#[scope(all)] step: Visit, context: usize);
}

fn main() {}

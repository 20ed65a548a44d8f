use callback_runtime::import;

#[import]
unsafe extern "C" {
    fn a(#[scope] step: RawFn<Visit>, context: usize);
}

fn main() {}

use callback_runtime::import;

#[import]
unsafe extern "C" {
    fn a(#[scope] step: extern "C" fn(i32, usize), context: usize);
}

fn main() {}

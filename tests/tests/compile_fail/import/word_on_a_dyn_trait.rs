use callback_runtime::import;

#[import]
unsafe extern "C" {
    fn a(#[scope] step: dyn FnMut(i32), context: usize);
}

fn main() {}

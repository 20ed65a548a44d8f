use callback_runtime::import;

#[import]
unsafe extern "C" {
    fn a(step: impl FnMut(i32));
}

fn main() {}

use callback_runtime::import;

#[import]
unsafe extern "C" {
    fn a(step: &dyn Fn(i32), count: dyn FnMut(i32));
}

fn main() {}

use callback_runtime::import;

#[import]
unsafe extern "C" {
    safe fn a(step: extern "C" fn(i32));
}

fn main() {}

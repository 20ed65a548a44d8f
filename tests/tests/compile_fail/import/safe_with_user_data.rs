use callback_runtime::import;

#[import]
unsafe extern "C" {
    safe fn a(context: *mut i32);
}

fn main() {}

use callback_runtime::import;

#[import]
unsafe extern "C" {
    fn a(#[cfg(unix)] value: i32);
}

fn main() {}
